using Kobai.Simd;

namespace Kobai;

/// <summary>The sine.</summary>
public static class SinOp
{
    extension(Tensor x)
    {
        /// <summary>The sine of every element, in radians.</summary>
        /// <example><code>
        /// Tensor.From([0.0, Math.PI / 2]).Sin()   // [0, 1]
        /// </code></example>
        public Tensor Sin() => Loop.Apply<Formula>(x, "Sin");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Sin(x);
        V IFunction.Slope<V>(V x, V y) => V.Cos(x);
    }
}
