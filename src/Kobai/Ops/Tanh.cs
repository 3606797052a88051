using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The hyperbolic tangent.</summary>
public static class TanhOp
{
    extension(Tensor x)
    {
        /// <summary>The hyperbolic tangent of every element.</summary>
        /// <example><code>
        /// Tensor.From([0.0, 1.0]).Tanh()   // [0, 0.7615…]
        /// </code></example>
        public Tensor Tanh() => Loop.Apply<Formula>(x, "Tanh");
    }

    internal readonly struct Formula : IFunction
    {
        [MethodImpl(Jit.Inlined)]
        V IFunction.Value<V>(V x) => V.Tanh(x);
        [MethodImpl(Jit.Inlined)]
        V IFunction.Slope<V>(V x, V y) => V.Fma(-y, y, V.One);
    }
}
