namespace Kobai;

/// <summary>Sums over axes.</summary>
public static class SumOp
{
    extension(Tensor x)
    {
        /// <summary>The sum of all elements, summed in double precision; 0 if there are none.</summary>
        public Tensor Sum() => x.Sum([]);

        /// <summary>The sum over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor Sum(int axis, bool keepDims = false) => x.Sum([axis], keepDims);

        /// <summary>The sum over some axes, summed in double precision.</summary>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each summed axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } });
        /// x.Sum()      // 10
        /// x.Sum(0)     // [4, 6]
        /// x.Sum(-1)    // [3, 7]
        /// </code></example>
        public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var plan = new Axes("Sum", x.Shape, axes, keepDims);
            return Totals.Of(new Element(), x, plan, x.DType)
                .Record("Sum", [x], dy => [dy.Reshape(plan.KeptShape).Expand(x.Shape)]);
        }

        /// <summary>target = the sum of the rows of this matrix, or the target plus it.</summary>
        internal void SumRows(Tensor target, bool adds) => Totals.OfRows(new Element(), x, target, adds);

        /// <summary>The sum over the axes along which the shape of <paramref name="target"/> broadcast to this one.</summary>
        internal Tensor SumTo(Tensor target)
        {
            if (x.Shape == target.Shape) return x;
            int ahead = x.Rank - target.Rank;
            var axes = new List<int>();
            for (int i = 0; i < x.Rank; i++)
            {
                if (i < ahead || (target.Shape.Sizes[i - ahead] == 1 && x.Shape.Sizes[i] != 1)) axes.Add(i);
            }
            return x.Sum(axes.ToArray(), keepDims: true).Reshape(target.Shape);
        }
    }

    readonly struct Element : ITotal
    {
        V Simd.ITerm.Of<V>(V x, V c) => x;
        double ITotal.Result(double total) => total;
    }
}
