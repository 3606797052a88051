using Kobai.Simd;

namespace Kobai;

/// <summary>The natural logarithm of one more.</summary>
public static class Log1pOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = ln(1 + xᵢ), accurate near 0.</summary>
        /// <example><code>
        /// Tensor.From([1e-10]).Log1p()   // [9.9999999995e-11]
        /// </code></example>
        public Tensor Log1p() => Loop.Apply<Formula>(x, "Log1p");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Log1p(x);
        V IFunction.Slope<V>(V x, V y) => V.One / (V.One + x);
    }
}
