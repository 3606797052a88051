namespace Kobai;

/// <summary>Pooling of volumes: of their planes, and then of their depth.</summary>
public static class Pool3dOp
{
    extension(Tensor x)
    {
        /// <summary>The largest element under a window that moves through each volume.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Places at each side that are never the largest; at most half the window.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <returns>A tensor of shape (volumes, channels, planes, rows, columns), each with the sizes of <c>MaxPool2d</c>.</returns>
        /// <remarks>
        /// x has the shape (volumes, channels, depth, height, width), or (channels, depth, height, width). The gradient goes to
        /// the first of several largest elements.
        /// </remarks>
        /// <exception cref="ShapeException">x has no volumes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the padding is too large.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 2, 2, 4).MaxPool3d(2)   // [[[[13, 15]]]]
        /// </code></example>
        public Tensor MaxPool3d(Triple kernel, Triple? stride = null, Triple padding = default, Triple? dilation = null, bool ceiling = false)
        {
            Triple step = stride ?? kernel, apart = dilation ?? 1;
            return x.Pooled("MaxPool3d",
                planes => planes.MaxPool2d(kernel.Plane, step.Plane, padding.Plane, apart.Plane, ceiling),
                depth => depth.MaxPool2d((kernel.Depth, 1), (step.Depth, 1), (padding.Depth, 0), (apart.Depth, 1), ceiling));
        }

        /// <summary>The mean of the elements under a window that moves through each volume.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Zeros at each side; at most half the window.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
        /// <returns>A tensor of shape (volumes, channels, planes, rows, columns), each with the sizes of <c>MaxPool2d</c>.</returns>
        /// <exception cref="ShapeException">x has no volumes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the padding is too large.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 2, 2, 4).AvgPool3d(2)   // [[[[6.5, 8.5]]]]
        /// </code></example>
        public Tensor AvgPool3d(
            Triple kernel, Triple? stride = null, Triple padding = default, bool ceiling = false, bool countPadding = true)
        {
            Triple step = stride ?? kernel;
            return x.Pooled("AvgPool3d",
                planes => planes.AvgPool2d(kernel.Plane, step.Plane, padding.Plane, ceiling, countPadding),
                depth => depth.AvgPool2d((kernel.Depth, 1), (step.Depth, 1), (padding.Depth, 0), ceiling, countPadding));
        }

        /// <summary>Means over a grid of planes, rows and columns, cut as by <c>AdaptiveAvgPool2d</c>.</summary>
        /// <param name="size">The planes, rows and columns of the result.</param>
        /// <exception cref="ShapeException">x has no volumes, or they are empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 2, 2, 4).AdaptiveAvgPool3d((1, 1, 2))   // [[[[6.5, 8.5]]]]
        /// </code></example>
        public Tensor AdaptiveAvgPool3d(Triple size) => x.Pooled("AdaptiveAvgPool3d",
            planes => planes.AdaptiveAvgPool2d(size.Plane), depth => depth.AdaptiveAvgPool2d((size.Depth, (int)depth.Shape[^1])));

        /// <summary>The largest elements over a grid of planes, rows and columns, cut as by <c>AdaptiveAvgPool2d</c>.</summary>
        /// <param name="size">The planes, rows and columns of the result.</param>
        /// <remarks>The gradient goes to the first of several largest elements.</remarks>
        /// <exception cref="ShapeException">x has no volumes, or they are empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 2, 2, 4).AdaptiveMaxPool3d((1, 1, 2))   // [[[[13, 15]]]]
        /// </code></example>
        public Tensor AdaptiveMaxPool3d(Triple size) => x.Pooled("AdaptiveMaxPool3d",
            planes => planes.AdaptiveMaxPool2d(size.Plane), depth => depth.AdaptiveMaxPool2d((size.Depth, (int)depth.Shape[^1])));

        // Each plane by itself; then the depth, with what is left of a plane as one row.
        Tensor Pooled(string op, Func<Tensor, Tensor> planes, Func<Tensor, Tensor> depth)
        {
            if (x.Rank is not (4 or 5) || x.Count == 0)
                throw new ShapeException($"{op}: x must be (volumes, channels, depth, height, width) or (channels, depth, height, width), with elements; x is {x.Shape}.");
            nint volumes = x.Shape.Sizes[..^3].ToArray().Aggregate((nint)1, (product, size) => product * size), size = x.Shape[^3];
            var flat = planes(x.Reshape(volumes, size, x.Shape[^2], x.Shape[^1]));
            var pooled = depth(flat.Reshape(volumes, size, flat.Shape[2] * flat.Shape[3]));
            return pooled.Reshape([.. x.Shape.Sizes[..^3], pooled.Shape[1], flat.Shape[2], flat.Shape[3]]);
        }
    }
}
