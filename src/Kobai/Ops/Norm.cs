using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>Norms over axes.</summary>
public static class NormOp
{
    extension(Tensor x)
    {
        /// <summary>The p-norm of all elements; by default the Euclidean norm.</summary>
        /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
        public Tensor Norm(double p = 2) => x.Norm(p, []);

        /// <summary>The p-norm over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor Norm(double p, int axis, bool keepDims = false) => x.Norm(p, [axis], keepDims);

        /// <summary>The p-norm over some axes: (Σ |xᵢ|ᵖ)^(1/p), summed in double precision.</summary>
        /// <remarks>The gradient is sign(xᵢ) · (|xᵢ| / y)ᵖ⁻¹, and 0 at x = 0. For p = ∞ ties share it evenly.</remarks>
        /// <param name="p">1 sums magnitudes, 2 is the Euclidean length, ∞ takes the largest magnitude.</param>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
        /// <exception cref="ShapeException">An axis does not exist, is given twice, or is empty while p is ∞.</exception>
        /// <example><code>
        /// Tensor.From([3.0, -4]).Norm()      // 5
        /// Tensor.From([3.0, -4]).Norm(1)     // 7
        /// </code></example>
        public Tensor Norm(double p, ReadOnlySpan<int> axes, bool keepDims = false)
        {
            if (!(p >= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: p must be 1 or more.");
            if (double.IsPositiveInfinity(p)) return x.Abs().Max(axes, keepDims);
            var plan = new Axes("Norm", x.Shape, axes, keepDims);
            var y = p switch
            {
                1 => Totals.Of(new Magnitude(), x, plan, x.DType),
                2 => Totals.Of(new Square(), x, plan, x.DType),
                _ => Totals.Of(new Power(p), x, plan, x.DType),
            };
            return y.Record("Norm", [x], dy =>
                [Loop.Zip(x, y.Detach().Reshape(plan.KeptShape), "Norm", new Slope(p)) * dy.Reshape(plan.KeptShape)]);
        }
    }

    readonly struct Magnitude : ITotal
    {
        V ITerm.Of<V>(V x, V c) => V.Abs(x);
        double ITotal.Result(double total) => total;
    }

    readonly struct Square : ITotal
    {
        V ITerm.Of<V>(V x, V c) => x * x;
        double ITotal.Result(double total) => Math.Sqrt(total);
    }

    readonly struct Power(double p) : ITotal
    {
        V ITerm.Of<V>(V x, V c) => V.Pow(V.Abs(x), V.Fill(p));
        double ITotal.Result(double total) => Math.Pow(total, 1 / p);
    }

    readonly struct Slope(double p) : IFunction2
    {
        [MethodImpl(Jit.Inlined)]
        V IFunction2.Value<V>(V x, V y)
        {
            V ratio = V.Abs(x) / y;
            V size = p == 1 ? V.One : p == 2 ? ratio : V.Pow(ratio, V.Fill(p - 1));
            return V.Select(V.Equal(x, V.Zero), V.Zero, V.CopySign(size, x));
        }
    }
}
