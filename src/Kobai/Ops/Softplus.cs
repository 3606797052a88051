using Kobai.Simd;

namespace Kobai;

/// <summary>The softplus function.</summary>
public static class SoftplusOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = ln(1 + exp(xᵢ)), a smooth version of max(xᵢ, 0), without overflow.</summary>
        /// <example><code>
        /// Tensor.From([0.0, 100.0]).Softplus()   // [0.6931…, 100]
        /// </code></example>
        public Tensor Softplus() => Loop.Apply<Formula>(x, "Softplus");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Max(x, V.Zero) + V.Log1p(V.Exp(-V.Abs(x)));
        V IFunction.Slope<V>(V x, V y) => V.Sigmoid(x);
    }
}
