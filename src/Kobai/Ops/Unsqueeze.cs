namespace Kobai;

/// <summary>New axes of size 1.</summary>
public static class UnsqueezeOp
{
    extension(Tensor x)
    {
        /// <summary>A view with a new axis of size 1.</summary>
        /// <param name="axis">
        /// Where the new axis stands in the result, counted from the front (0 …) or the back (−1 …).
        /// </param>
        /// <exception cref="ShapeException">There is no such place.</exception>
        /// <example><code>
        /// Tensor.Zeros([2, 3]).Unsqueeze(-1)   // shape (2, 3, 1)
        /// </code></example>
        public Tensor Unsqueeze(int axis)
        {
            axis = x.Shape.Place("Unsqueeze", axis);
            nint[] sizes = [.. x.Shape.Sizes[..axis], 1, .. x.Shape.Sizes[axis..]];
            nint[] strides = [.. x.Strides[..axis], 0, .. x.Strides[axis..]];
            return x.View(Shape.Of(sizes), strides).Record("Unsqueeze", [x], dy => [dy.Reshape(x.Shape)]);
        }
    }
}
