using Kobai.Simd;

namespace Kobai;

/// <summary>The square root.</summary>
public static class SqrtOp
{
    extension(Tensor x)
    {
        /// <summary>The square root of every element: yᵢ = √xᵢ; NaN below 0.</summary>
        /// <example><code>
        /// Tensor.From([4.0, 2.0]).Sqrt()   // [2, 1.4142…]
        /// </code></example>
        public Tensor Sqrt() => Loop.Apply<Formula>(x, "Sqrt");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Sqrt(x);
        V IFunction.Slope<V>(V x, V y) => V.Fill(0.5) / y;
    }
}
