namespace Kobai;

/// <summary>Axes in reverse.</summary>
public static class FlipOp
{
    extension(Tensor x)
    {
        /// <summary>A view in which axes run from the last element to the first.</summary>
        /// <param name="axes">The axes, counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0]).Flip(0)   // [3, 2, 1]
        /// </code></example>
        public Tensor Flip(params ReadOnlySpan<int> axes) => x.Take("Flip", Rule(x.Shape, axes));
    }

    static Part Rule(Shape shape, ReadOnlySpan<int> axes)
    {
        int[] all = [.. Enumerable.Range(0, shape.Rank)];
        if (axes.IsEmpty) axes = all;
        var (starts, steps) = (new nint[shape.Rank], new nint[shape.Rank]);
        Array.Fill(steps, 1);
        foreach (int given in axes)
        {
            int axis = shape.Axis("Flip", given);
            if (steps[axis] < 0) throw new ShapeException($"Flip: axis {given} is given twice.");
            (starts[axis], steps[axis]) = (shape.Sizes[axis] - 1, -1);
        }
        return new(shape, starts, all, steps);
    }
}
