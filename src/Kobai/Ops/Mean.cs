using Kobai.Simd;

namespace Kobai;

/// <summary>Means over axes.</summary>
public static class MeanOp
{
    extension(Tensor x)
    {
        /// <summary>The mean of all elements, summed in double precision; NaN if there are none.</summary>
        public Tensor Mean() => x.Mean([]);

        /// <summary>The mean over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor Mean(int axis, bool keepDims = false) => x.Mean([axis], keepDims);

        /// <summary>The mean over some axes, summed in double precision and rounded once.</summary>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis averaged over stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } });
        /// x.Mean(0)                      // [2, 3]
        /// x.Mean(-1, keepDims: true)     // [[1.5], [3.5]]
        /// </code></example>
        public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var plan = new Axes("Mean", x.Shape, axes, keepDims);
            return Totals.Of(new Average(plan.Reduced), x, plan, x.DType)
                .Record("Mean", [x], dy => [(dy.Reshape(plan.KeptShape) / plan.Reduced).Expand(x.Shape)]);
        }
    }

    /// <summary>Σ x / n.</summary>
    internal readonly struct Average(nint n) : ITotal
    {
        V ITerm.Of<V>(V x, V c) => x;
        double ITotal.Result(double total) => total / n;
    }
}
