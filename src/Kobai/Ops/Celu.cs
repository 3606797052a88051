using Kobai.Simd;

namespace Kobai;

/// <summary>The continuously differentiable exponential linear unit.</summary>
public static class CeluOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ where xᵢ &gt; 0, and α·(exp(xᵢ / α) − 1) elsewhere.</summary>
        /// <param name="alpha">α; not 0.</param>
        /// <remarks>Source: Barron, "Continuously Differentiable Exponential Linear Units", arXiv:1704.07483.</remarks>
        /// <exception cref="ArgumentOutOfRangeException">α is 0.</exception>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Celu(2)   // [-0.78693…, 0, 2]
        /// </code></example>
        public Tensor Celu(double alpha = 1) => alpha != 0
            ? Loop.Apply(x, "Celu", new Formula(alpha))
            : throw new ArgumentOutOfRangeException(nameof(alpha), "Celu: alpha must not be 0.");
    }

    internal readonly struct Formula(Number alpha) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.Less(V.Zero, x), x, V.Fill(alpha) * V.Expm1(x / V.Fill(alpha)));
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Zero, x), V.One, V.Exp(x / V.Fill(alpha)));
    }
}
