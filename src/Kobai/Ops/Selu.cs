using Kobai.Simd;

namespace Kobai;

/// <summary>The scaled exponential linear unit.</summary>
public static class SeluOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// yᵢ = λ·xᵢ where xᵢ &gt; 0, and λ·α·(exp(xᵢ) − 1) elsewhere, with α = 1.67326… and λ = 1.05070…, which keep mean 0 and
        /// variance 1 from layer to layer.
        /// </summary>
        /// <remarks>Source: Klambauer et al., "Self-Normalizing Neural Networks", arXiv:1706.02515.</remarks>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Selu()   // [-1.11133…, 0, 2.10140…]
        /// </code></example>
        public Tensor Selu() => Loop.Apply<Formula>(x, "Selu");
    }

    internal const double Alpha = 1.6732632423543772848170429916717, Scale = 1.0507009873554804934193349852946;

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Fill(Scale) * V.Select(V.Less(V.Zero, x), x, V.Fill(Alpha) * V.Expm1(x));
        V IFunction.Slope<V>(V x, V y) => V.Fill(Scale) * V.Select(V.Less(V.Zero, x), V.One, V.Fill(Alpha) * V.Exp(x));
    }
}
