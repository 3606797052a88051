using Kobai.Simd;

namespace Kobai;

/// <summary>Multiplication of elements; the matrix product is <c>MatMul</c>.</summary>
public static class Multiplication
{
    extension(Tensor)
    {
        /// <summary>yᵢ = aᵢ · bᵢ, broadcast.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]) * Tensor.From([10.0, 20.0])   // [10, 40]
        /// </code></example>
        public static Tensor operator *(Tensor a, Tensor b) =>
            Loop.Zip<Times>(a, b, "Multiply").Record("Multiply", [a, b], dy =>
                [a.IsTracked ? (dy * b).SumTo(a) : null, b.IsTracked ? (dy * a).SumTo(b) : null]);

        /// <summary>yᵢ = aᵢ · b.</summary>
        public static Tensor operator *(Tensor a, double b) =>
            Loop.Zip<Times>(a, Tensor.Scalar(b, a.DType), "Multiply").Record("Multiply", [a], dy => [dy * b]);

        /// <summary>yᵢ = a · bᵢ.</summary>
        public static Tensor operator *(double a, Tensor b) => b * a;
    }

    internal readonly struct Times : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a * b;
    }
}
