namespace Kobai;

/// <summary>Repetition.</summary>
public static class TileOp
{
    extension(Tensor x)
    {
        /// <summary>The whole tensor repeated along each axis, like tiles on a floor.</summary>
        /// <param name="counts">
        /// How often along each axis, aligned at the last; more counts than axes make new axes in front.
        /// </param>
        /// <exception cref="ShapeException">A count is negative, or there are fewer counts than axes.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).Tile(2, 2)   // [[1, 2, 1, 2], [1, 2, 1, 2]]
        /// </code></example>
        public Tensor Tile(params ReadOnlySpan<nint> counts)
        {
            Rule(x.Shape, counts);
            int ahead = counts.Length - x.Rank;
            var (split, wide) = (new nint[2 * counts.Length], new nint[2 * counts.Length]);
            var joined = new nint[counts.Length];
            for (int i = 0; i < joined.Length; i++)
            {
                nint size = i < ahead ? 1 : x.Shape.Sizes[i - ahead];
                (split[2 * i], split[2 * i + 1]) = (1, size);
                (wide[2 * i], wide[2 * i + 1]) = (counts[i], size);
                joined[i] = counts[i] * size;
            }
            return x.Reshape(split).Expand(Shape.Of(wide)).Reshape(Shape.Of(joined));
        }

        /// <summary>Every element of an axis repeated on the spot.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="count">How often.</param>
        /// <exception cref="ShapeException">The axis does not exist or the count is negative.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).RepeatInterleave(0, 3)   // [1, 1, 1, 2, 2, 2]
        /// </code></example>
        public Tensor RepeatInterleave(int axis, nint count)
        {
            axis = x.Shape.Axis("RepeatInterleave", axis);
            if (count < 0) throw new ShapeException($"RepeatInterleave: the count must be 0 or more; got {count}.");
            ReadOnlySpan<nint> before = x.Shape.Sizes[..(axis + 1)], after = x.Shape.Sizes[(axis + 1)..];
            return x.Unsqueeze(axis + 1)
                .Expand(Shape.Of([.. before, count, .. after]))
                .Reshape(Shape.Of([.. before[..^1], before[^1] * count, .. after]));
        }
    }

    static void Rule(Shape shape, ReadOnlySpan<nint> counts)
    {
        bool negative = false;
        foreach (nint count in counts) negative |= count < 0;
        if (negative || counts.Length < shape.Rank)
        {
            throw new ShapeException(
                "Tile: every axis needs a count of 0 or more; " +
                $"x is {shape}, counts are ({string.Join(", ", counts.ToArray())}).");
        }
    }
}
