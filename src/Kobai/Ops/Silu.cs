using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The sigmoid linear unit.</summary>
public static class SiluOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ·σ(xᵢ), where σ is the logistic function; also called swish.</summary>
        /// <remarks>Source: Ramachandran et al., "Searching for Activation Functions", arXiv:1710.05941.</remarks>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Silu()   // [-0.26894…, 0, 1.76159…]
        /// </code></example>
        public Tensor Silu() => Loop.Apply<Formula>(x, "Silu");
    }

    // At −∞ the products would be ∞ · 0; beyond the bound σ is 0 in both types.
    internal readonly struct Formula : IFunction
    {
        [MethodImpl(Jit.Inlined)]
        V IFunction.Value<V>(V x) => V.Max(x, V.Fill(-800)) * V.Sigmoid(x);
        [MethodImpl(Jit.Inlined)]
        V IFunction.Slope<V>(V x, V y) => V.Sigmoid(x) * V.Fma(V.Min(V.Max(x, V.Fill(-800)), V.Fill(800)), V.Sigmoid(-x), V.One);
    }
}
