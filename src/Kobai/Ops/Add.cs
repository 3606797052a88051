namespace Kobai;

/// <summary>Addition.</summary>
public static class Addition
{
    extension(Tensor)
    {
        /// <summary>yᵢ = aᵢ + bᵢ, broadcast.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]) + Tensor.From([10.0, 20.0])   // [11, 22]
        /// </code></example>
        public static Tensor operator +(Tensor a, Tensor b) =>
            Loop.Zip<Kernel.Plus>(a, b, "Add").Record("Add", [a, b], dy => [dy.SumTo(a), dy.SumTo(b)]);

        /// <summary>yᵢ = aᵢ + b.</summary>
        public static Tensor operator +(Tensor a, double b) =>
            Loop.Zip<Kernel.Plus>(a, Tensor.Scalar(b, a.DType), "Add").Record("Add", [a], dy => [dy]);

        /// <summary>yᵢ = a + bᵢ.</summary>
        public static Tensor operator +(double a, Tensor b) => b + a;
    }
}
