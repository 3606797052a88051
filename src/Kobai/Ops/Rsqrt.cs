using Kobai.Simd;

namespace Kobai;

/// <summary>The reciprocal square root.</summary>
public static class RsqrtOp
{
    extension(Tensor x)
    {
        /// <summary>The reciprocal square root of every element: yᵢ = 1/√xᵢ.</summary>
        /// <example><code>
        /// Tensor.From([4.0, 16.0]).Rsqrt()   // [0.5, 0.25]
        /// </code></example>
        public Tensor Rsqrt() => Loop.Apply<Formula>(x, "Rsqrt");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.One / V.Sqrt(x);
        V IFunction.Slope<V>(V x, V y) => V.Fill(-0.5) * y / x;
    }
}
