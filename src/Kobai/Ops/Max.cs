namespace Kobai;

/// <summary>The largest element over axes.</summary>
public static class MaxOp
{
    extension(Tensor x)
    {
        /// <summary>The largest of all elements; NaN if any is.</summary>
        /// <exception cref="ShapeException">There are no elements.</exception>
        public Tensor Max() => x.Max([]);

        /// <summary>The largest element over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist or is empty.</exception>
        public Tensor Max(int axis, bool keepDims = false) => x.Max([axis], keepDims);

        /// <summary>The largest element over some axes; NaN if any is.</summary>
        /// <remarks>Elements that tie for the largest share the gradient evenly. <c>ArgMax</c> gives the place.</remarks>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist, is given twice, or is empty.</exception>
        /// <example><code>
        /// var x = Tensor.From(new double[,] { { 1, 4 }, { 3, 2 } });
        /// x.Max()      // 4
        /// x.Max(0)     // [3, 4]
        /// x.Max(-1)    // [4, 3]
        /// </code></example>
        public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false) => Extremes.Of<Extremes.Larger>("Max", x, axes, keepDims);
    }
}
