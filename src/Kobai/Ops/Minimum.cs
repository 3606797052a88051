using Kobai.Simd;

namespace Kobai;

/// <summary>The smaller of two numbers.</summary>
public static class MinimumOp
{
    extension(Tensor)
    {
        /// <summary>
        /// yᵢ = min(aᵢ, bᵢ), broadcast; NaN if either is. Where they are equal each gets half of the gradient.
        /// </summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.Minimum(Tensor.From([1.0, 5.0]), Tensor.From([4.0, 2.0]))   // [1, 2]
        /// </code></example>
        public static Tensor Minimum(Tensor a, Tensor b) =>
            Loop.Zip<Smaller>(a, b, "Minimum").Record("Minimum", [a, b], dy =>
            [
                a.IsTracked ? Loop.Zip<Share>(dy, a, b, dy.Shape).SumTo(a) : null,
                b.IsTracked ? Loop.Zip<Share>(dy, b, a, dy.Shape).SumTo(b) : null,
            ]);

        /// <summary>yᵢ = min(aᵢ, b).</summary>
        public static Tensor Minimum(Tensor a, double b) => Tensor.Minimum(a, Tensor.Scalar(b, a.DType));
    }

    readonly struct Smaller : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Min(a, b);
    }

    // The part of the gradient that goes to x, whose rival is other.
    readonly struct Share : IFunction3
    {
        V IFunction3.Value<V>(V dy, V x, V other) =>
            V.Select(V.Less(other, x), V.Zero, V.Select(V.Equal(x, other), V.Fill(0.5) * dy, dy));
    }
}
