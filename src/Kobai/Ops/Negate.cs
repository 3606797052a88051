using Kobai.Simd;

namespace Kobai;

/// <summary>The change of sign.</summary>
public static class Negation
{
    extension(Tensor)
    {
        /// <summary>yᵢ = −xᵢ.</summary>
        /// <example><code>
        /// -Tensor.From([1.0, -2.0])   // [-1, 2]
        /// </code></example>
        public static Tensor operator -(Tensor x) => Loop.Apply<Formula>(x, "Negate");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => -x;
        V IFunction.Slope<V>(V x, V y) => -V.One;
    }
}
