using Kobai.Simd;

namespace Kobai;

/// <summary>Division.</summary>
public static class Division
{
    extension(Tensor)
    {
        /// <summary>yᵢ = aᵢ / bᵢ, broadcast.</summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]) / Tensor.From([10.0, 5.0])   // [0.1, 0.4]
        /// </code></example>
        public static Tensor operator /(Tensor a, Tensor b)
        {
            var y = Loop.Zip<Over>(a, b, "Divide");
            return y.Record("Divide", [a, b], dy =>
                [a.IsTracked ? (dy / b).SumTo(a) : null, b.IsTracked ? (-dy * y.Detach() / b).SumTo(b) : null]);
        }

        /// <summary>yᵢ = aᵢ / b.</summary>
        public static Tensor operator /(Tensor a, double b) =>
            Loop.Zip<Over>(a, Tensor.Scalar(b, a.DType), "Divide").Record("Divide", [a], dy => [dy / b]);

        /// <summary>yᵢ = a / bᵢ.</summary>
        public static Tensor operator /(double a, Tensor b) => Tensor.Scalar(a, b.DType) / b;
    }

    readonly struct Over : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => a / b;
    }
}
