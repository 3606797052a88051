using Kobai.Simd;

namespace Kobai;

/// <summary>Numbers above a threshold.</summary>
public static class ThresholdOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ where xᵢ &gt; threshold, and value elsewhere.</summary>
        /// <param name="threshold">Above which numbers stay.</param>
        /// <param name="value">What the others become.</param>
        /// <example><code>
        /// Tensor.From([-1.0, 0.3, 2]).Threshold(0.5, -9)   // [-9, -9, 2]
        /// </code></example>
        public Tensor Threshold(double threshold, double value) => Loop.Apply(x, "Threshold", new Formula(threshold, value));
    }

    internal readonly struct Formula(Number threshold, Number value) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.LessOrEqual(x, V.Fill(threshold)), V.Fill(value), x);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.LessOrEqual(x, V.Fill(threshold)), V.Zero, V.One);
    }
}
