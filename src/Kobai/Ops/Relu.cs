using Kobai.Simd;

namespace Kobai;

/// <summary>The rectified linear unit.</summary>
public static class ReluOp
{
    extension(Tensor x)
    {
        /// <summary>The rectified linear unit: yᵢ = max(xᵢ, 0); the gradient at 0 is 0.</summary>
        /// <example><code>
        /// Tensor.From([-1.0, 2.0]).Relu()   // [0, 2]
        /// </code></example>
        public Tensor Relu() => Loop.Apply<Formula>(x, "Relu");
    }

    internal readonly struct Formula : ISlopeOfValue
    {
        V IFunction.Value<V>(V x) => V.Max(x, V.Zero);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Zero, y), V.One, V.Zero);
    }
}
