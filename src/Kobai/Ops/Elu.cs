using Kobai.Simd;

namespace Kobai;

/// <summary>The exponential linear unit.</summary>
public static class EluOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ where xᵢ &gt; 0, and α·(exp(xᵢ) − 1) elsewhere.</summary>
        /// <param name="alpha">α, where the function ends at −∞.</param>
        /// <remarks>Source: Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", arXiv:1511.07289.</remarks>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Elu()   // [-0.63212…, 0, 2]
        /// </code></example>
        public Tensor Elu(double alpha = 1) => Loop.Apply(x, "Elu", new Formula(alpha));
    }

    internal readonly struct Formula(Number alpha) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.Less(V.Zero, x), x, V.Fill(alpha) * V.Expm1(x));
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Zero, x), V.One, V.Fill(alpha) * V.Exp(x));
    }
}
