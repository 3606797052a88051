using Kobai.Simd;

namespace Kobai;

/// <summary>The change of sign.</summary>
public static class Negation
{
    extension(Tensor)
    {
        /// <summary>yᵢ = −xᵢ.</summary>
        public static Tensor operator -(Tensor x) => Loop.Apply<Formula>(x, "Negate");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => -x;
        V IFunction.Slope<V>(V x, V y) => -V.One;
    }
}
