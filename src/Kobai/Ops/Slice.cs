namespace Kobai;

/// <summary>A run of elements of an axis, with a step.</summary>
public static class SliceOp
{
    extension(Tensor x)
    {
        /// <summary>A view of the elements start, start + step, … below stop of an axis.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="start">The first element, from the start or, as <c>^1</c>, from the end.</param>
        /// <param name="stop">The end, which is not included; <c>^0</c> is the end of the axis.</param>
        /// <param name="step">Which elements are taken: 1 all, 2 every second.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// The run is outside the axis, or the step is below 1.
        /// </exception>
        /// <example><code>
        /// Tensor.Arange(6).Slice(0, 1, ^0, 2)   // [1, 3, 5]
        /// </code></example>
        public Tensor Slice(int axis, Index start, Index stop, nint step = 1) =>
            x.Take("Slice", Rule(x.Shape, axis, start, stop, step));
    }

    static Part Rule(Shape shape, int axis, Index start, Index stop, nint step)
    {
        axis = shape.Axis("Slice", axis);
        if (step < 1) throw new ArgumentOutOfRangeException(null, $"Slice: the step must be 1 or more; got {step}.");
        nint size = shape.Sizes[axis];
        var (first, count) = ((TensorIndex)(start..stop)).Resolve(size);
        return count >= 0
            ? Part.Along(shape, axis, first, (count + step - 1) / step, step)
            : throw new ArgumentOutOfRangeException(null,
                $"Slice: {start}..{stop} is outside axis {axis} of size {size}; x is {shape}.");
    }
}
