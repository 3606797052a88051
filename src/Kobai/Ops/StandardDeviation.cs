using Kobai.Simd;

namespace Kobai;

/// <summary>Standard deviations over axes.</summary>
public static class StandardDeviationOp
{
    extension(Tensor x)
    {
        /// <summary>The standard deviation of all elements.</summary>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 or 0.</param>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0, 4.0]).StandardDeviation()   // 1.2909…
        /// </code></example>
        public Tensor StandardDeviation(double correction = 1) => x.StandardDeviation([], correction);

        /// <summary>The standard deviation over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <param name="axis">The axis.</param>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 or 0.</param>
        /// <param name="keepDims">Whether the axis stays, with size 1.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor StandardDeviation(int axis, double correction = 1, bool keepDims = false) =>
            x.StandardDeviation([axis], correction, keepDims);

        /// <summary>The standard deviation over some axes, √(Σ (xᵢ − x̄)² / (n − correction)); its gradient where it is 0 is 0.</summary>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="correction">What is taken off the number of elements in the divisor: 1 or 0.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        public Tensor StandardDeviation(ReadOnlySpan<int> axes, double correction = 1, bool keepDims = false)
        {
            var plan = new Axes("StandardDeviation", x.Shape, axes, keepDims);
            var mean = Totals.Of(new MeanOp.Average(plan.Reduced), x, plan, DType.Float64);
            double divisor = Math.Max(0, plan.Reduced - correction);
            var y = Totals.Of(new Root(divisor), x, plan, x.DType, mean);
            return y.Record("StandardDeviation", [x], dy =>
            {
                var slope = Loop.Zip<PerDeviation>(dy, y, "StandardDeviation").Reshape(plan.KeptShape);
                return [VarianceOp.Deviations(x, mean, plan) * (slope / divisor)];
            });
        }
    }

    readonly struct Root(double divisor) : ITotal
    {
        V ITerm.Of<V>(V x, V c) => (x - c) * (x - c);
        double ITotal.Result(double total) => Math.Sqrt(total / divisor);
    }

    readonly struct PerDeviation : IFunction2
    {
        V IFunction2.Value<V>(V dy, V y) => V.Select(V.Equal(y, V.Zero), V.Zero, dy / y);
    }
}
