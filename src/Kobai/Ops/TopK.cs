namespace Kobai;

/// <summary>The largest few elements.</summary>
public static class TopKOp
{
    extension(Tensor x)
    {
        /// <summary>The k largest elements along an axis in descending order, and their places.</summary>
        /// <remarks>Of equal elements the first comes first. NaN counts as larger than any number.</remarks>
        /// <param name="k">How many.</param>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="largest">Whether the largest are wanted, or the smallest in ascending order.</param>
        /// <exception cref="ShapeException">The axis does not exist, or has fewer than k elements.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 1, 2]).TopK(2)     // ([3, 2], [0, 2])
        /// </code></example>
        public (Tensor Values, Labels Indices) TopK(nint k, int axis = -1, bool largest = true)
        {
            nint size = x.Shape[x.Shape.Axis("TopK", axis)];
            return k >= 0 && k <= size
                ? Ranking.Of("TopK", x, axis, k, descending: largest)
                : throw new ShapeException($"TopK: k must lie between 0 and the size of the axis; k is {k}, x is {x.Shape}.");
        }
    }
}
