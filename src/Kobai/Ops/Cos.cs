using Kobai.Simd;

namespace Kobai;

/// <summary>The cosine.</summary>
public static class CosOp
{
    extension(Tensor x)
    {
        /// <summary>The cosine of every element, in radians.</summary>
        /// <example><code>
        /// Tensor.From([0.0, Math.PI]).Cos()   // [1, -1]
        /// </code></example>
        public Tensor Cos() => Loop.Apply<Formula>(x, "Cos");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Cos(x);
        V IFunction.Slope<V>(V x, V y) => -V.Sin(x);
    }
}
