namespace Kobai;

/// <summary>The last axes divided by their root mean square.</summary>
public static class RmsNormOp
{
    extension(Tensor x)
    {
        /// <summary>The last axes divided by their root mean square: y = w·x / √(mean of x² + ε), element by element.</summary>
        /// <param name="shape">The sizes of the axes that are normalized, the last of x.</param>
        /// <param name="weight">w, of that shape, or null for 1.</param>
        /// <param name="epsilon">ε; by default the distance from 1 to the next number of the type.</param>
        /// <remarks>Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", arXiv:1910.07467.</remarks>
        /// <exception cref="ShapeException">x does not end in the shape, or the weight has another.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 4], [1, 2]).RmsNorm([2])   // [[0.84852…, 1.13137…]]
        /// </code></example>
        public Tensor RmsNorm(Shape shape, Tensor? weight = null, double? epsilon = null)
        {
            double small = epsilon ?? (x.DType == DType.Float32 ? 1.1920928955078125e-7 : 2.220446049250313e-16);
            var plan = LayerNormOp.Plan("RmsNorm", x, shape, weight, null, small) with { IsCentered = false };
            return plan.Run("RmsNorm", x, weight, null);
        }
    }
}
