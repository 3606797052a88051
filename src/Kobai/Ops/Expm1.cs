using Kobai.Simd;

namespace Kobai;

/// <summary>The exponential less one.</summary>
public static class Expm1Op
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = exp(xᵢ) − 1, accurate near 0.</summary>
        /// <example><code>
        /// Tensor.From([1e-10]).Expm1()   // [1.00000000005e-10]
        /// </code></example>
        public Tensor Expm1() => Loop.Apply<Formula>(x, "Expm1");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Expm1(x);
        V IFunction.Slope<V>(V x, V y) => y + V.One;
    }
}
