namespace Kobai;

/// <summary>Elements in order.</summary>
public static class SortOp
{
    extension(Tensor x)
    {
        /// <summary>The elements along an axis in order, and the places they came from.</summary>
        /// <remarks>Equal elements keep their order. NaN counts as larger than any number.</remarks>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 1, 2]).Sort()     // ([1, 2, 3], [1, 2, 0])
        /// </code></example>
        public (Tensor Values, Labels Indices) Sort(int axis = -1, bool descending = false) =>
            Ranking.Of("Sort", x, axis, x.Shape[x.Shape.Axis("Sort", axis)], descending);

        /// <summary>The places of the elements along an axis in order.</summary>
        /// <remarks>Equal elements keep their order. NaN counts as larger than any number.</remarks>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="descending">Whether the largest comes first.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 1.0, 2.0]).ArgSort()   // [1, 2, 0]
        /// </code></example>
        public Labels ArgSort(int axis = -1, bool descending = false) =>
            Ranking.Of("ArgSort", x.Detach(), axis, x.Shape[x.Shape.Axis("ArgSort", axis)], descending).Indices;
    }
}
