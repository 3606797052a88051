using Kobai.Simd;

namespace Kobai;

/// <summary>The magnitude.</summary>
public static class AbsOp
{
    extension(Tensor x)
    {
        /// <summary>The magnitude of every element: yᵢ = |xᵢ|; the gradient at 0 is 0.</summary>
        /// <example><code>
        /// Tensor.From([-2.0, 3.0]).Abs()   // [2, 3]
        /// </code></example>
        public Tensor Abs() => Loop.Apply<Formula>(x, "Abs");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Abs(x);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Equal(x, V.Zero), V.Zero, V.CopySign(V.One, x));
    }
}
