namespace Kobai;

/// <summary>The distance between vectors.</summary>
public static class PairwiseDistanceOp
{
    extension(Tensor x)
    {
        /// <summary>‖x − y + ε‖ₚ for the vectors along the last axis.</summary>
        /// <param name="other">The other vectors, y; the two broadcast.</param>
        /// <param name="p">The norm: 2 is the Euclidean length.</param>
        /// <param name="epsilon">ε, which is added to each difference and keeps the gradient of equal vectors finite.</param>
        /// <param name="keepDims">Whether the last axis stays, with size 1.</param>
        /// <exception cref="ShapeException">x has no axis, or the shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 4]).PairwiseDistance(Tensor.From([0.0, 0]), epsilon: 0)   // 5
        /// </code></example>
        public Tensor PairwiseDistance(Tensor other, double p = 2, double epsilon = 1e-6, bool keepDims = false) =>
            (x - other + epsilon).Norm(p, -1, keepDims);
    }
}
