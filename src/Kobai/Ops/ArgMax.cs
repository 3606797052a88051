namespace Kobai;

/// <summary>The place of the largest element.</summary>
public static class ArgMaxOp
{
    extension(Tensor x)
    {
        /// <summary>The place of the largest element, counted in row-major order; the first if several tie, NaN before all else.</summary>
        /// <exception cref="ShapeException">There are no elements.</exception>
        public long ArgMax() => Places.Of<Extremes.Larger>("ArgMax", x.Detach().Reshape(-1), 0, keepDims: false)[0];

        /// <summary>The place of the largest element along one axis; the first if several tie, NaN before all else.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="keepDims">Whether the axis stays, with size 1.</param>
        /// <exception cref="ShapeException">The axis does not exist or is empty.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 4 }, { 3, 2 } }).ArgMax(-1)     // [1, 0]
        /// </code></example>
        public Labels ArgMax(int axis, bool keepDims = false) => Places.Of<Extremes.Larger>("ArgMax", x, axis, keepDims);
    }
}
