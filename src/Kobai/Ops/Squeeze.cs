namespace Kobai;

/// <summary>Axes of size 1 taken away.</summary>
public static class SqueezeOp
{
    extension(Tensor x)
    {
        /// <summary>A view without the axes of size 1.</summary>
        /// <example><code>
        /// Tensor.Zeros([1, 2, 1]).Squeeze()   // shape (2)
        /// </code></example>
        public Tensor Squeeze()
        {
            var axes = new List<int>();
            for (int i = 0; i < x.Rank; i++) if (x.Shape.Sizes[i] != 1) axes.Add(i);
            return Without(x, [.. axes]);
        }

        /// <summary>A view without an axis of size 1, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist or is not of size 1.</exception>
        /// <example><code>
        /// Tensor.Zeros([1, 2, 1]).Squeeze(-1)   // shape (1, 2)
        /// </code></example>
        public Tensor Squeeze(int axis)
        {
            axis = Rule(x.Shape, axis);
            return Without(x, [.. Enumerable.Range(0, x.Rank).Where(i => i != axis)]);
        }
    }

    static Tensor Without(Tensor x, int[] axes) =>
        x.Permuted(axes).Record("Squeeze", [x], dy => [dy.Reshape(x.Shape)]);

    static int Rule(Shape shape, int given)
    {
        int axis = shape.Axis("Squeeze", given);
        return shape.Sizes[axis] == 1
            ? axis
            : throw new ShapeException($"Squeeze: axis {given} must have size 1; x is {shape}.");
    }
}
