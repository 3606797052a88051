namespace Kobai;

/// <summary>The softmax of the negatives.</summary>
public static class SoftminOp
{
    extension(Tensor x)
    {
        /// <summary>Positive shares that sum to 1 over an axis, the largest for the smallest: y = softmax(−x).</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 1.0, 2000.0]).Softmin(0)   // [0.5, 0.5, 0]
        /// </code></example>
        public Tensor Softmin(int axis) => (-x).Softmax(axis);
    }
}
