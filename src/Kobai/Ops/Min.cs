namespace Kobai;

/// <summary>The smallest element over axes.</summary>
public static class MinOp
{
    extension(Tensor x)
    {
        /// <summary>The smallest of all elements; NaN if any is.</summary>
        /// <exception cref="ShapeException">There are no elements.</exception>
        public Tensor Min() => x.Min([]);

        /// <summary>The smallest element over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist or is empty.</exception>
        public Tensor Min(int axis, bool keepDims = false) => x.Min([axis], keepDims);

        /// <summary>The smallest element over some axes; NaN if any is.</summary>
        /// <remarks>Elements that tie for the smallest share the gradient evenly. <c>ArgMin</c> gives the place.</remarks>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist, is given twice, or is empty.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 4 }, { 3, 2 } });
        /// x.Min()      // 1
        /// x.Min(0)     // [1, 2]
        /// x.Min(-1)    // [1, 2]
        /// </code></example>
        public Tensor Min(ReadOnlySpan<int> axes, bool keepDims = false) => Extremes.Of<Extremes.Smaller>("Min", x, axes, keepDims);
    }
}
