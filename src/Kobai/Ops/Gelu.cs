using Kobai.Simd;

namespace Kobai;

/// <summary>The Gaussian error linear unit.</summary>
public static class GeluOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// yᵢ = xᵢ·Φ(xᵢ), where Φ is the distribution function of the standard normal distribution; small tails keep their digits.
        /// </summary>
        /// <param name="approximate">
        /// Whether Φ is replaced by (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2, as some models were trained.
        /// </param>
        /// <remarks>Source: Hendrycks and Gimpel, "Gaussian Error Linear Units (GELUs)", arXiv:1606.08415.</remarks>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Gelu()                    // [-0.15865…, 0, 1.9544…]
        /// Tensor.From([-1.0, 0, 2]).Gelu(approximate: true)   // [-0.15880…, 0, 1.9545…]
        /// </code></example>
        public Tensor Gelu(bool approximate = false) =>
            approximate ? Loop.Apply<Approximate>(x, "Gelu") : Loop.Apply<Formula>(x, "Gelu");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Gelu(x);

        V IFunction.Slope<V>(V x, V y)
        {
            V cdf = V.NormalCdf(x, out V density); // at ±∞ the product would be ∞ · 0
            return V.Select(V.Less(V.Abs(x), V.Fill(40)), V.Fma(x, density, cdf), cdf);
        }
    }

    internal readonly struct Approximate : IFunction
    {
        const double Scale = 0.7978845608028654, Cubic = 0.044715; // √(2/π)

        // (1 + tanh z) / 2 = σ(2z), and beyond 40 both tails are at their ends.
        V IFunction.Value<V>(V x) => V.Max(x, V.Fill(-40)) * Gate(V.Max(x, V.Fill(-40)));

        V IFunction.Slope<V>(V x, V y)
        {
            x = V.Min(V.Max(x, V.Fill(-40)), V.Fill(40));
            V gate = Gate(x), inner = V.Fill(2 * Scale) * V.Fma(V.Fill(3 * Cubic) * x, x, V.One);
            return V.Fma(x * gate * (V.One - gate), inner, gate);
        }

        static V Gate<V>(V x) where V : struct, ISimd<V> =>
            V.Sigmoid(V.Fill(2 * Scale) * V.Fma(V.Fill(Cubic) * x * x, x, x));
    }
}
