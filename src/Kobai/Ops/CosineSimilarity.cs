namespace Kobai;

/// <summary>The cosine of the angle between vectors.</summary>
public static class CosineSimilarityOp
{
    extension(Tensor x)
    {
        /// <summary>x·y / (max(‖x‖, ε) · max(‖y‖, ε)) for the vectors along an axis.</summary>
        /// <param name="other">The other vectors, y; the two broadcast.</param>
        /// <param name="axis">The axis of the vectors, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="epsilon">ε, which keeps the divisors from 0.</param>
        /// <exception cref="ShapeException">The axis does not exist, or the shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 0], [1, 2]).CosineSimilarity(Tensor.From([3.0, 4], [1, 2]))   // [0.6]
        /// </code></example>
        public Tensor CosineSimilarity(Tensor other, int axis = 1, double epsilon = 1e-8) =>
            (x.Normalize(2, axis, epsilon) * other.Normalize(2, axis, epsilon)).Sum(axis);
    }
}
