namespace Kobai;

/// <summary>The last axes normalized.</summary>
public static class LayerNormOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The last axes normalized together: y = w·(x − mean) / √(variance + ε) + b, element by element, where the variance is
        /// the mean square of the deviations.
        /// </summary>
        /// <param name="shape">The sizes of the axes that are normalized, the last of x.</param>
        /// <param name="weight">w, of that shape, or null for 1.</param>
        /// <param name="bias">b, of that shape, or null for 0.</param>
        /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
        /// <remarks>Source: Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450.</remarks>
        /// <exception cref="ShapeException">x does not end in the shape, or a parameter has another.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 3, 10, 30], [2, 2]).LayerNorm([2], epsilon: 0)   // [[-1, 1], [-1, 1]]
        /// </code></example>
        public Tensor LayerNorm(Shape shape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            var plan = Plan("LayerNorm", x, shape, weight, bias, epsilon);
            return plan.Run("LayerNorm", x, weight, bias);
        }
    }

    /// <summary>Rows of the last axes, and the checks of the parameters.</summary>
    internal static Normalization Plan(string op, Tensor x, Shape shape, Tensor? weight, Tensor? bias, double epsilon)
    {
        int before = x.Rank - shape.Rank;
        if (shape.Rank == 0 || before < 0 || !x.Shape.Sizes[before..].SequenceEqual(shape.Sizes))
            throw new ShapeException($"{op}: x must end in the shape that is normalized; x is {x.Shape}, shape is {shape}.");
        foreach (var (name, value) in (ReadOnlySpan<(string, Tensor?)>)[("weight", weight), ("bias", bias)])
        {
            if (value is null) continue;
            if (value.Shape != shape) throw new ShapeException($"{op}: {name} must have the shape that is normalized; {name} is {value.Shape}, shape is {shape}.");
            if (value.DType != x.DType)
            {
                throw new ArgumentException(
                    $"{op}: element types must be equal; x is {x.DType}, {name} is {value.DType}. Convert with x.To(DType.{value.DType}).", nameof(x));
            }
        }
        return Normalization.OfRows(x.Count / nint.Max(1, shape.Count), shape.Count, epsilon);
    }
}
