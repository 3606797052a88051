using Kobai.Simd;

namespace Kobai;

/// <summary>The exponential.</summary>
public static class ExpOp
{
    extension(Tensor x)
    {
        /// <summary>The exponential of every element: yᵢ = exp(xᵢ).</summary>
        /// <example><code>
        /// Tensor.From([0.0, 1.0]).Exp()   // [1, 2.7182…]
        /// </code></example>
        public Tensor Exp() => Loop.Apply<Formula>(x, "Exp");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Exp(x);
        V IFunction.Slope<V>(V x, V y) => y;
    }
}
