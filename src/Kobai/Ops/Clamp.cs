using Kobai.Simd;

namespace Kobai;

/// <summary>Numbers kept within bounds.</summary>
public static class ClampOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// yᵢ = min(max(xᵢ, min), max); NaN stays NaN. The gradient is 1 within and at the bounds, 0 outside.
        /// </summary>
        /// <param name="min">The lower bound; none by default.</param>
        /// <param name="max">The upper bound; none by default. It wins where the bounds cross.</param>
        /// <example><code>
        /// Tensor.From([-1.0, 0.5, 3.0]).Clamp(0, 1)   // [0, 0.5, 1]
        /// Tensor.From([-1.0, 0.5, 3.0]).Clamp(min: 0)   // [0, 0.5, 3]
        /// </code></example>
        public Tensor Clamp(double min = double.NegativeInfinity, double max = double.PositiveInfinity) =>
            Loop.Apply(x, "Clamp", new Formula(min, max));
    }

    internal readonly struct Formula(Number min, Number max) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Min(V.Max(x, V.Fill(min)), V.Fill(max));

        V IFunction.Slope<V>(V x, V y) =>
            V.Select(V.LessOrEqual(V.Fill(min), x), V.Select(V.LessOrEqual(x, V.Fill(max)), V.One, V.Zero), V.Zero);
    }
}
