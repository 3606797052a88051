using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The Mish function.</summary>
public static class MishOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ·tanh(ln(1 + exp(xᵢ))).</summary>
        /// <remarks>Source: Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", arXiv:1908.08681.</remarks>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).Mish()   // [-0.30340…, 0, 1.94395…]
        /// </code></example>
        public Tensor Mish() => Loop.Apply<Formula>(x, "Mish");
    }

    // With e = exp(x) and n = e·(e + 2), tanh(ln(1 + e)) = n / (n + 2), which is 1 from x = 40 on.
    internal readonly struct Formula : IFunction
    {
        const double Large = 40, Small = -800;

        [MethodImpl(Jit.Inlined)]
        V IFunction.Value<V>(V x)
        {
            V e = V.Exp(V.Min(x, V.Fill(Large))), n = e * (e + V.Fill(2));
            return V.Max(x, V.Fill(Small)) * V.Select(V.Less(V.Fill(Large), x), V.One, n / (n + V.Fill(2)));
        }

        [MethodImpl(Jit.Inlined)]
        V IFunction.Slope<V>(V x, V y)
        {
            V bounded = V.Min(V.Max(x, V.Fill(Small)), V.Fill(Large)), e = V.Exp(bounded), n = e * (e + V.Fill(2)), d = n + V.Fill(2);
            V slope = n / d + bounded * (V.Fill(4) * e / d) * ((V.One + e) / d);
            return V.Select(V.Less(V.Fill(Large), x), V.One, slope);
        }
    }
}
