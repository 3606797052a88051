namespace Kobai;

/// <summary>
/// A regular part of a tensor: where it begins along each axis, and which axes it keeps, with which step.
/// </summary>
/// <param name="shape">The shape of the part.</param>
/// <param name="starts">The first element along each axis of the tensor.</param>
/// <param name="axes">For each axis of the part the axis of the tensor; −1 for a new one.</param>
/// <param name="steps">For each axis of the part the step along the tensor's axis.</param>
sealed class Part(Shape shape, nint[] starts, int[] axes, nint[] steps)
{
    /// <summary>All of a tensor but for one axis, of which it takes every step-th element.</summary>
    public static Part Along(Shape shape, int axis, nint start, nint count, nint step = 1)
    {
        var (sizes, starts, steps) = (shape.Sizes.ToArray(), new nint[shape.Rank], new nint[shape.Rank]);
        Array.Fill(steps, 1);
        (sizes[axis], starts[axis], steps[axis]) = (count, start, step);
        return new(Shape.Of(sizes), starts, [.. Enumerable.Range(0, shape.Rank)], steps);
    }

    /// <summary>The part of a tensor, as a view.</summary>
    public Tensor Of(Tensor x)
    {
        var own = x.Strides;
        nint offset = 0;
        for (int i = 0; i < starts.Length; i++) offset += starts[i] * own[i];
        var strides = new nint[axes.Length];
        for (int i = 0; i < strides.Length; i++) strides[i] = axes[i] < 0 ? 0 : own[axes[i]] * steps[i];
        return x.View(shape, strides, shape.Count == 0 ? 0 : offset);
    }
}
