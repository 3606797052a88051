using Kobai.Simd;

namespace Kobai;

/// <summary>The natural logarithm.</summary>
public static class LogOp
{
    extension(Tensor x)
    {
        /// <summary>The natural logarithm of every element: yᵢ = ln xᵢ; −∞ at 0, NaN below.</summary>
        /// <example><code>
        /// Tensor.From([1.0, Math.E]).Log()   // [0, 1]
        /// </code></example>
        public Tensor Log() => Loop.Apply<Formula>(x, "Log");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Log(x);
        V IFunction.Slope<V>(V x, V y) => V.One / x;
    }
}
