using Kobai.Simd;

namespace Kobai;

/// <summary>The sign.</summary>
public static class SignOp
{
    extension(Tensor x)
    {
        /// <summary>−1, 0 or 1 by the sign of every element, NaN for NaN; the gradient is 0.</summary>
        /// <example><code>
        /// Tensor.From([-3.0, 0.0, 0.5]).Sign()   // [-1, 0, 1]
        /// </code></example>
        public Tensor Sign() => Loop.Apply<Formula>(x, "Sign");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.Less(V.Zero, V.Abs(x)), V.CopySign(V.One, x), x);
        V IFunction.Slope<V>(V x, V y) => V.Zero;
    }
}
