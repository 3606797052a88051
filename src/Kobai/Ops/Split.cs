namespace Kobai;

/// <summary>A tensor cut into runs along an axis.</summary>
public static class SplitOp
{
    extension(Tensor x)
    {
        /// <summary>Views of <paramref name="size"/> elements of an axis each; the last may be smaller.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="size">The size of each part along the axis.</param>
        /// <exception cref="ShapeException">The axis does not exist or the size is below 1.</exception>
        /// <example><code>
        /// Tensor.Arange(5).Split(0, 2)   // [[0, 1], [2, 3], [4]]
        /// </code></example>
        public Tensor[] Split(int axis, nint size)
        {
            axis = x.Shape.Axis("Split", axis);
            if (size < 1) throw new ShapeException($"Split: the size must be 1 or more; got {size}.");
            nint whole = x.Shape.Sizes[axis];
            var sizes = new nint[nint.Max(1, (whole + size - 1) / size)];
            Array.Fill(sizes, size);
            sizes[^1] = whole - size * (sizes.Length - 1);
            return Cut(x, axis, sizes);
        }

        /// <summary>Views of the given sizes along an axis, one after the other.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="sizes">The size of each part along the axis; together the size of the axis.</param>
        /// <exception cref="ShapeException">
        /// The axis does not exist, or the sizes do not add up to its size.
        /// </exception>
        /// <example><code>
        /// Tensor.Arange(5).Split(0, [1, 4])   // [[0], [1, 2, 3, 4]]
        /// </code></example>
        public Tensor[] Split(int axis, ReadOnlySpan<nint> sizes)
        {
            axis = x.Shape.Axis("Split", axis);
            return Cut(x, axis, Rule(x.Shape, axis, sizes));
        }

        /// <summary>
        /// Views of equal size along an axis, at most <paramref name="count"/>; the last may be smaller.
        /// </summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="count">How many parts; fewer where the elements are used up before.</param>
        /// <exception cref="ShapeException">The axis does not exist or the count is below 1.</exception>
        /// <example><code>
        /// Tensor.Arange(5).Chunk(0, 2)   // [[0, 1, 2], [3, 4]]
        /// </code></example>
        public Tensor[] Chunk(int axis, nint count)
        {
            axis = x.Shape.Axis("Chunk", axis);
            if (count < 1) throw new ShapeException($"Chunk: the count must be 1 or more; got {count}.");
            return x.Split(axis, nint.Max(1, (x.Shape.Sizes[axis] + count - 1) / count));
        }

        /// <summary>Views of each element of an axis, which goes.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Unbind()   // [[1, 2], [3, 4]]
        /// </code></example>
        public Tensor[] Unbind(int axis = 0)
        {
            axis = x.Shape.Axis("Unbind", axis);
            var items = new Tensor[x.Shape.Sizes[axis]];
            for (int i = 0; i < items.Length; i++) items[i] = x.SelectAt("Unbind", axis, i);
            return items;
        }
    }

    static Tensor[] Cut(Tensor x, int axis, nint[] sizes)
    {
        var parts = new Tensor[sizes.Length];
        nint start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = x.Take("Split", Part.Along(x.Shape, axis, start, sizes[i]));
            start += sizes[i];
        }
        return parts;
    }

    static nint[] Rule(Shape shape, int axis, ReadOnlySpan<nint> sizes)
    {
        nint sum = 0;
        bool negative = false;
        foreach (nint size in sizes) (sum, negative) = (sum + size, negative || size < 0);
        return sum == shape.Sizes[axis] && !negative
            ? sizes.ToArray()
            : throw new ShapeException(
                $"Split: the sizes must be 0 or more and add up to {shape.Sizes[axis]}, the size of axis {axis}; " +
                $"x is {shape}, sizes are ({string.Join(", ", sizes.ToArray())}).");
    }
}
