namespace Kobai;

/// <summary>
/// What <c>x[…]</c> and <c>x[…] = y</c> do; an indexer cannot be an extension, so <see cref="Tensor"/> calls these.
/// </summary>
static class Indexing
{
    public static Tensor Get(Tensor x, ReadOnlySpan<TensorIndex> indices) => x.Take("Indexing", Rule(x.Shape, indices));

    public static void Set(Tensor x, ReadOnlySpan<TensorIndex> indices, Tensor value)
    {
        var part = Rule(x.Shape, indices).Of(x);
        if (value.IsTracked && !NoGradient.IsActive)
        {
            throw new InvalidOperationException(
                "Indexing: the value takes part in a recorded computation, and its gradient would be lost. " +
                "Build the result with Concatenate, Stack or Where, or assign the value's Detach().");
        }
        x.BeginWrite("Indexing");
        part.CopyFrom(value);
    }

    static Part Rule(Shape shape, ReadOnlySpan<TensorIndex> indices)
    {
        var starts = new nint[shape.Rank];
        var (sizes, axes) = (new List<nint>(), new List<int>());
        int axis = 0;
        foreach (var index in indices)
        {
            if (index.IsNewAxis)
            {
                sizes.Add(1);
                axes.Add(-1);
                continue;
            }
            if (axis == shape.Rank) throw TooMany(shape, indices);
            (starts[axis], nint count) = index.Resolve(shape.Sizes[axis]);
            if (count < 0) throw Outside(shape, axis, index);
            if (index.IsRange)
            {
                sizes.Add(count);
                axes.Add(axis);
            }
            axis++;
        }
        for (; axis < shape.Rank; axis++)
        {
            sizes.Add(shape.Sizes[axis]);
            axes.Add(axis);
        }
        var steps = new nint[sizes.Count];
        Array.Fill(steps, 1);
        return new(Shape.Of([.. sizes]), starts, [.. axes], steps);
    }

    static ShapeException TooMany(Shape shape, ReadOnlySpan<TensorIndex> indices)
    {
        int count = 0;
        foreach (var index in indices) if (!index.IsNewAxis) count++;
        return new($"Indexing: {count} indices are too many; x is {shape}.");
    }

    static ArgumentOutOfRangeException Outside(Shape shape, int axis, TensorIndex index)
    {
        nint size = shape.Sizes[axis];
        string hint = index.IsNegative ? $" Count from the end with ^{-index.Resolve(size).Start}." : "";
        return new(null, $"Indexing: {index} is outside axis {axis} of size {size}; x is {shape}.{hint}");
    }
}
