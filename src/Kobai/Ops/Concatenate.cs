namespace Kobai;

/// <summary>Tensors joined along an axis.</summary>
public static class ConcatenateOp
{
    extension(Tensor)
    {
        /// <summary>The tensors one after the other along an axis they have.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="tensors">At least one; their sizes are equal except along the axis.</param>
        /// <exception cref="ShapeException">
        /// There are no tensors, the axis does not exist, or other sizes differ.
        /// </exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.Concatenate(0, Tensor.From([1.0, 2.0]), Tensor.From([3.0]))   // [1, 2, 3]
        /// </code></example>
        public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> tensors)
        {
            var (shape, type) = Rule(ref axis, tensors);
            var y = Tensor.Empty(shape, type);
            Tensor[] items = [.. tensors];
            var places = new Part[items.Length];
            nint start = 0;
            for (int i = 0; i < items.Length; i++)
            {
                nint size = items[i].Shape.Sizes[axis];
                places[i] = Part.Along(shape, axis, start, size);
                Kernel.Copy(items[i], places[i].Of(y));
                start += size;
            }
            return y.Record("Concatenate", items, dy =>
                [.. items.Zip(places, (item, place) => item.IsTracked ? place.Of(dy) : null)]);
        }
    }

    static (Shape, DType) Rule(ref int axis, ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty) throw new ShapeException("Concatenate: at least one tensor is needed.");
        var first = tensors[0];
        axis = first.Shape.Axis("Concatenate", axis);
        var sizes = first.Shape.Sizes.ToArray();
        sizes[axis] = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            var item = tensors[i];
            if (item.DType != first.DType)
            {
                throw new ArgumentException(
                    $"Concatenate: element types must be equal; tensor 0 is {first.DType}, tensor {i} is {item.DType}.",
                    nameof(tensors));
            }
            bool fits = item.Rank == first.Rank;
            for (int k = 0; fits && k < sizes.Length; k++) fits = k == axis || sizes[k] == item.Shape.Sizes[k];
            if (!fits)
            {
                throw new ShapeException(
                    $"Concatenate: sizes must be equal except along axis {axis}; " +
                    $"tensor 0 is {first.Shape}, tensor {i} is {item.Shape}.");
            }
            sizes[axis] += item.Shape.Sizes[axis];
        }
        return (Shape.Of(sizes), first.DType);
    }
}
