using Kobai.Simd;

namespace Kobai;

/// <summary>Subtraction.</summary>
public static class Subtraction
{
    extension(Tensor)
    {
        /// <summary>yᵢ = aᵢ − bᵢ, broadcast.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]) - Tensor.From([10.0, 20.0])   // [-9, -18]
        /// </code></example>
        public static Tensor operator -(Tensor a, Tensor b) =>
            Loop.Zip<Minus>(a, b, "Subtract").Record("Subtract", [a, b], dy => [dy.SumTo(a), b.IsTracked ? (-dy).SumTo(b) : null]);

        /// <summary>yᵢ = aᵢ − b.</summary>
        public static Tensor operator -(Tensor a, double b) =>
            Loop.Zip<Minus>(a, Tensor.Scalar(b, a.DType), "Subtract").Record("Subtract", [a], dy => [dy]);

        /// <summary>yᵢ = a − bᵢ.</summary>
        public static Tensor operator -(double a, Tensor b) =>
            Loop.Zip<Minus>(Tensor.Scalar(a, b.DType), b, "Subtract").Record("Subtract", [b], dy => [-dy]);
    }

    internal readonly struct Minus : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a - b;
    }
}
