namespace Kobai;

/// <summary>Tensors joined along a new axis.</summary>
public static class StackOp
{
    extension(Tensor)
    {
        /// <summary>Tensors of one shape side by side along a new axis.</summary>
        /// <param name="axis">
        /// Where the new axis stands in the result, counted from the front (0 …) or the back (−1 …).
        /// </param>
        /// <param name="tensors">At least one.</param>
        /// <exception cref="ShapeException">
        /// There are no tensors, their shapes differ, or there is no such place.
        /// </exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.Stack(0, Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0]))   // [[1, 2], [3, 4]]
        /// </code></example>
        public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            axis = Rule(axis, tensors);
            var items = new Tensor[tensors.Length];
            for (int i = 0; i < items.Length; i++) items[i] = tensors[i].Unsqueeze(axis);
            return Tensor.Concatenate(axis, items);
        }
    }

    static int Rule(int axis, ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty) throw new ShapeException("Stack: at least one tensor is needed.");
        var shape = tensors[0].Shape;
        for (int i = 1; i < tensors.Length; i++)
        {
            if (tensors[i].Shape == shape) continue;
            throw new ShapeException(
                $"Stack: shapes must be equal; tensor 0 is {shape}, tensor {i} is {tensors[i].Shape}.");
        }
        return shape.Place("Stack", axis);
    }
}
