using Kobai.Simd;

namespace Kobai;

/// <summary>Numbers drawn toward 0.</summary>
public static class SoftShrinkOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ − bound where xᵢ &gt; bound, xᵢ + bound where xᵢ &lt; −bound, and 0 between.</summary>
        /// <param name="bound">How far numbers are drawn; not negative.</param>
        /// <exception cref="ArgumentOutOfRangeException">The bound is negative.</exception>
        /// <example><code>
        /// Tensor.From([-1.0, 0.3, 2]).SoftShrink()   // [-0.5, 0, 1.5]
        /// </code></example>
        public Tensor SoftShrink(double bound = 0.5) => bound >= 0
            ? Loop.Apply(x, "SoftShrink", new Formula(bound))
            : throw new ArgumentOutOfRangeException(nameof(bound), $"SoftShrink: the bound must not be negative; it is {bound}.");
    }

    internal readonly struct Formula(Number bound) : IFunction
    {
        V IFunction.Value<V>(V x) =>
            V.Select(V.LessOrEqual(V.Abs(x), V.Fill(bound)), V.Zero, x - V.CopySign(V.Fill(bound), x));

        V IFunction.Slope<V>(V x, V y) => V.Select(V.LessOrEqual(V.Abs(x), V.Fill(bound)), V.Zero, V.One);
    }
}
