namespace Kobai;

/// <summary>Views that repeat.</summary>
public static class ExpandOp
{
    extension(Tensor x)
    {
        /// <summary>A view in which axes of size 1, and new axes in front, repeat as often as the shape says; nothing is copied.</summary>
        /// <exception cref="ShapeException">The tensor does not broadcast to the shape.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).Expand([3, 2])   // [[1, 2], [1, 2], [1, 2]]
        /// </code></example>
        public Tensor Expand(Shape shape)
        {
            if (shape == x.Shape) return x;
            if (Shape.Broadcast("Expand", x.Shape, shape) != shape)
            {
                throw new ShapeException($"Expand: only axes of size 1 repeat; x is {x.Shape}, shape is {shape}.");
            }
            return x.View(shape, Walk.Strides(x, shape)).Record("Expand", [x], dy => [dy.SumTo(x)]);
        }
    }
}
