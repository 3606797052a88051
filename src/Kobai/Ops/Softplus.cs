using Kobai.Simd;

namespace Kobai;

/// <summary>The softplus function.</summary>
public static class SoftplusOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = ln(1 + exp(xᵢ)), a smooth version of max(xᵢ, 0), without overflow.</summary>
        public Tensor Softplus() => Loop.Apply<Formula>(x, "Softplus");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Max(x, V.Zero) + V.Log1p(V.Exp(-V.Abs(x)));
        V IFunction.Slope<V>(V x, V y) => V.Sigmoid(x);
    }
}
