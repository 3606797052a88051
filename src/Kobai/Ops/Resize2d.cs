namespace Kobai;

/// <summary>How planes are resized.</summary>
/// <example><code>
/// Tensor.From([1.0, 2], [1, 1, 2]).Resize2d((1, 4), ResizeMode.Nearest)   // [[[1, 1, 2, 2]]]
/// </code></example>
public enum ResizeMode
{
    /// <summary>The element ⌊i · size / new size⌋.</summary>
    Nearest,

    /// <summary>Between neighbors, elements being little squares whose outer borders stay where they are.</summary>
    Bilinear,

    /// <summary>Between neighbors, elements being points, the outermost of which stay where they are.</summary>
    BilinearCorners,
}

/// <summary>Planes in another size.</summary>
public static class Resize2dOp
{
    extension(Tensor x)
    {
        /// <summary>The last two axes in another size.</summary>
        /// <param name="size">The rows and columns of the result.</param>
        /// <param name="mode">Where its elements come from.</param>
        /// <exception cref="ShapeException">x has fewer than two axes, or they are empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
        /// <example><code>
        /// Tensor.From([0.0, 4], [1, 2]).Resize2d((1, 4), ResizeMode.Bilinear)          // [[0, 1, 3, 4]]
        /// Tensor.From([0.0, 3], [1, 2]).Resize2d((1, 4), ResizeMode.BilinearCorners)   // [[0, 1, 2, 3]]
        /// </code></example>
        public Tensor Resize2d(Pair size, ResizeMode mode = ResizeMode.Nearest)
        {
            Pair.Positive("Resize2d", nameof(size), size);
            if (x.Rank < 2 || x.Shape[^1] == 0 || x.Shape[^2] == 0)
                throw new ShapeException($"Resize2d: x must be (…, height, width), with elements; x is {x.Shape}.");
            return x.ResizedAlong(-2, size.Height, mode).ResizedAlong(-1, size.Width, mode);
        }

        Tensor ResizedAlong(int axis, int count, ResizeMode mode)
        {
            nint size = x.Shape[^-axis];
            if (size == count) return x;
            long[] low = new long[count], high = new long[count];
            double[] weights = new double[count];
            for (int i = 0; i < count; i++)
            {
                double place = mode switch
                {
                    ResizeMode.Nearest => Math.Floor((double)i * size / count),
                    ResizeMode.Bilinear => Math.Max(0, (i + 0.5) * size / count - 0.5),
                    _ => count == 1 ? 0 : i * (size - 1.0) / (count - 1),
                };
                low[i] = (long)place;
                high[i] = Math.Min(low[i] + 1, size - 1);
                weights[i] = place - low[i];
            }
            var before = x.IndexSelect(axis, Labels.Wrap(low, [count]));
            if (mode == ResizeMode.Nearest) return before;
            var w = Tensor.From(weights).To(x.DType).Reshape(axis == -1 ? [count] : [count, 1]);
            return before * (1 - w) + x.IndexSelect(axis, Labels.Wrap(high, [count])) * w;
        }
    }
}
