using Kobai.Simd;

namespace Kobai;

/// <summary>Variances over axes.</summary>
public static class VarianceOp
{
    extension(Tensor x)
    {
        /// <summary>The variance of all elements.</summary>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 estimates without bias, 0 describes.</param>
        public Tensor Variance(double correction = 1) => x.Variance([], correction);

        /// <summary>The variance over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <param name="axis">The axis.</param>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 estimates without bias, 0 describes.</param>
        /// <param name="keepDims">Whether the axis stays, with size 1.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor Variance(int axis, double correction = 1, bool keepDims = false) => x.Variance([axis], correction, keepDims);

        /// <summary>The variance over some axes: Σ (xᵢ − x̄)² / (n − correction), in double precision and in two passes.</summary>
        /// <remarks>
        /// The mean is found first, so nothing cancels however far the elements are from 0. With no more elements than
        /// the correction the result is NaN.
        /// </remarks>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 estimates without bias, 0 describes.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3, 4]).Variance()                  // 1.6666…
        /// Tensor.From([1.0, 2, 3, 4]).Variance(correction: 0)     // 1.25
        /// </code></example>
        public Tensor Variance(ReadOnlySpan<int> axes, double correction = 1, bool keepDims = false)
        {
            var plan = new Axes("Variance", x.Shape, axes, keepDims);
            var mean = Totals.Of(new MeanOp.Average(plan.Reduced), x, plan, DType.Float64);
            double divisor = Math.Max(0, plan.Reduced - correction);
            return Totals.Of(new Spread(divisor), x, plan, x.DType, mean)
                .Record("Variance", [x], dy => [Deviations(x, mean, plan) * (dy.Reshape(plan.KeptShape) * (2 / divisor))]);
        }
    }

    /// <summary>xᵢ − x̄, in double precision; the second subtraction makes up for the rounding of x̄.</summary>
    internal static Tensor Deviations(Tensor x, Tensor mean, Axes plan)
    {
        mean = mean.Reshape(plan.KeptShape);
        var deviations = x.Detach().To(DType.Float64) - mean;
        return (deviations - deviations.SumTo(mean) / plan.Reduced).To(x.DType);
    }

    /// <summary>Σ (x − c)² / divisor.</summary>
    internal readonly struct Spread(double divisor) : ITotal
    {
        V ITerm.Of<V>(V x, V c) => (x - c) * (x - c);
        double ITotal.Result(double total) => total / divisor;
    }
}
