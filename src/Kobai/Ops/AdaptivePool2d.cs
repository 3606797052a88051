namespace Kobai;

/// <summary>Pooling to a size that is given.</summary>
public static class AdaptivePool2dOp
{
    extension(Tensor x)
    {
        /// <summary>Means over a grid of rows and columns: row i is over the rows ⌊i·height / rows⌋ to ⌈(i + 1)·height / rows⌉.</summary>
        /// <param name="size">The rows and columns of the result.</param>
        /// <remarks>x has the shape (images, channels, height, width), or (channels, height, width).</remarks>
        /// <exception cref="ShapeException">x has no planes, or they are empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 4, 4).AdaptiveAvgPool2d(1)        // [[[7.5]]]
        /// Tensor.Arange(16).Reshape(1, 4, 4).AdaptiveAvgPool2d((1, 3))   // [[[6.5, 7.5, 8.5]]]
        /// </code></example>
        public Tensor AdaptiveAvgPool2d(Pair size)
        {
            if (Rule("AdaptiveAvgPool2d", x, size) is { } kernel && size != 1) return x.AvgPool2d(kernel);
            return x.Pooled(-1, size.Width, Mean).Pooled(-2, size.Height, Mean);

            static Tensor Mean(Tensor part, int axis) => part.Mean(axis, keepDims: true);
        }

        /// <summary>The largest elements over a grid of rows and columns, as <c>AdaptiveAvgPool2d</c> cuts it.</summary>
        /// <param name="size">The rows and columns of the result.</param>
        /// <remarks>The gradient goes to the first of several largest elements.</remarks>
        /// <exception cref="ShapeException">x has no planes, or they are empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 4, 4).AdaptiveMaxPool2d((1, 3))   // [[[13, 14, 15]]]
        /// </code></example>
        public Tensor AdaptiveMaxPool2d(Pair size)
        {
            if (Rule("AdaptiveMaxPool2d", x, size) is { } kernel) return x.MaxPool2d(kernel);
            return x.Pooled(-1, size.Width, Largest).Pooled(-2, size.Height, Largest);

            static Tensor Largest(Tensor part, int axis) => part.Gather(axis, part.ArgMax(axis, keepDims: true));
        }

        // The windows of one axis, each reduced to one element.
        Tensor Pooled(int axis, int count, Func<Tensor, int, Tensor> reduce)
        {
            nint size = x.Shape[^-axis];
            if (count == size) return x;
            var parts = new Tensor[count];
            for (nint i = 0; i < count; i++)
            {
                nint first = i * size / count, end = ((i + 1) * size + count - 1) / count;
                parts[i] = reduce(x.Slice(axis, (int)first, (int)end), axis);
            }
            return Tensor.Concatenate(axis, parts);
        }
    }

    // The size of the windows if they are all alike and side by side.
    static Pair? Rule(string op, Tensor x, Pair size)
    {
        Pair.Positive(op, "size", size);
        if (x.Rank is not (3 or 4) || x.Shape[^1] == 0 || x.Shape[^2] == 0)
            throw new ShapeException($"{op}: x must be (images, channels, height, width) or (channels, height, width), with elements; x is {x.Shape}.");
        return x.Shape[^2] % size.Height == 0 && x.Shape[^1] % size.Width == 0
            ? new Pair((int)x.Shape[^2] / size.Height, (int)x.Shape[^1] / size.Width)
            : null;
    }
}
