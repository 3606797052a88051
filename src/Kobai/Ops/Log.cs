using Kobai.Simd;

namespace Kobai;

/// <summary>The natural logarithm.</summary>
public static class LogOp
{
    extension(Tensor x)
    {
        /// <summary>The natural logarithm of every element: yᵢ = ln xᵢ; −∞ at 0, NaN below.</summary>
        public Tensor Log() => Loop.Apply<Formula>(x, "Log");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Log(x);
        V IFunction.Slope<V>(V x, V y) => V.One / x;
    }
}
