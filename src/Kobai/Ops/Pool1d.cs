namespace Kobai;

/// <summary>Pooling along lines: planes of a single row.</summary>
public static class Pool1dOp
{
    extension(Tensor x)
    {
        /// <summary>The largest element under a window that moves along the last axis, as <c>MaxPool2d</c> over planes.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Places at each end that are never the largest; at most half the window.</param>
        /// <param name="dilation">The distance of neighbors under the window.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <exception cref="ShapeException">x is not (images, channels, length) or (channels, length), or the window does not fit.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 3, 2, 0], [1, 4]).MaxPool1d(2)   // [[3, 2]]
        /// </code></example>
        public Tensor MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceiling = false) =>
            x.Unsqueeze(-2).MaxPool2d((1, kernel), (1, stride ?? kernel), (0, padding), (1, dilation), ceiling).Squeeze(-2);

        /// <summary>The mean of the elements under a window that moves along the last axis, as <c>AvgPool2d</c> over planes.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Zeros at each end; at most half the window.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
        /// <exception cref="ShapeException">x is not (images, channels, length) or (channels, length), or the window does not fit.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 3, 2, 0], [1, 4]).AvgPool1d(2)   // [[2, 1]]
        /// </code></example>
        public Tensor AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceiling = false, bool countPadding = true) =>
            x.Unsqueeze(-2).AvgPool2d((1, kernel), (1, stride ?? kernel), (0, padding), ceiling, countPadding).Squeeze(-2);

        /// <summary>Means over a number of parts of the last axis, as <c>AdaptiveAvgPool2d</c> over planes.</summary>
        /// <param name="size">The number of parts.</param>
        /// <example><code>
        /// Tensor.From([1.0, 3, 2, 0], [1, 4]).AdaptiveAvgPool1d(1)   // [[1.5]]
        /// </code></example>
        public Tensor AdaptiveAvgPool1d(int size) => x.Unsqueeze(-2).AdaptiveAvgPool2d((1, size)).Squeeze(-2);

        /// <summary>The largest elements of a number of parts of the last axis, as <c>AdaptiveMaxPool2d</c> over planes.</summary>
        /// <param name="size">The number of parts.</param>
        /// <example><code>
        /// Tensor.From([1.0, 3, 2, 0], [1, 4]).AdaptiveMaxPool1d(1)   // [[3]]
        /// </code></example>
        public Tensor AdaptiveMaxPool1d(int size) => x.Unsqueeze(-2).AdaptiveMaxPool2d((1, size)).Squeeze(-2);
    }
}
