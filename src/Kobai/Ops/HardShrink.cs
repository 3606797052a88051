using Kobai.Simd;

namespace Kobai;

/// <summary>Small numbers set to 0.</summary>
public static class HardShrinkOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = 0 where |xᵢ| ≤ bound, and xᵢ elsewhere.</summary>
        /// <param name="bound">Up to where numbers are small.</param>
        /// <example><code>
        /// Tensor.From([-1.0, 0.3, 2]).HardShrink()   // [-1, 0, 2]
        /// </code></example>
        public Tensor HardShrink(double bound = 0.5) => Loop.Apply(x, "HardShrink", new Formula(bound));
    }

    internal readonly struct Formula(Number bound) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.LessOrEqual(V.Abs(x), V.Fill(bound)), V.Zero, x);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.LessOrEqual(V.Abs(x), V.Fill(bound)), V.Zero, V.One);
    }
}
