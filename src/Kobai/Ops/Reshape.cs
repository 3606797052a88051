using System.Runtime.CompilerServices;

namespace Kobai;

/// <summary>Views in another shape.</summary>
public static class ReshapeOp
{
    extension(Tensor x)
    {
        /// <summary>The same elements in row-major order in another shape; a view where the elements lie side by side.</summary>
        /// <param name="sizes">The new sizes; one of them may be −1 and is worked out from the count.</param>
        /// <exception cref="ShapeException">The shape does not hold as many elements.</exception>
        /// <example><code>
        /// Tensor.Arange(6).Reshape([2, -1])   // shape (2, 3)
        /// </code></example>
        [OverloadResolutionPriority(1)]
        public Tensor Reshape(params ReadOnlySpan<nint> sizes) => Reshaped(x, Rule(x.Shape, sizes));

        /// <summary>The same elements in row-major order in the shape of another tensor.</summary>
        /// <exception cref="ShapeException">The shape does not hold as many elements.</exception>
        public Tensor Reshape(Shape shape) => shape == x.Shape ? x : Reshaped(x, Rule(x.Shape, shape.Sizes));

        /// <summary>All elements along a single axis.</summary>
        /// <example><code>
        /// Tensor.Zeros([2, 3, 4]).Flatten()   // shape (24)
        /// </code></example>
        public Tensor Flatten() => x.Reshape(-1);

        /// <summary>The axes from <paramref name="first"/> on joined into one.</summary>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.Zeros([2, 3, 4]).Flatten(1)   // shape (2, 12)
        /// </code></example>
        public Tensor Flatten(int first)
        {
            first = x.Shape.Axis("Flatten", first);
            nint joined = 1;
            for (int i = first; i < x.Rank; i++) joined *= x.Shape.Sizes[i];
            return x.Reshape(Shape.Create([.. x.Shape.Sizes[..first], joined]));
        }
    }

    static Tensor Reshaped(Tensor x, Shape shape) =>
        x.Contiguous().View(shape).Record("Reshape", [x], dy => [dy.Reshape(x.Shape)]);

    static Shape Rule(Shape shape, ReadOnlySpan<nint> sizes)
    {
        var result = sizes.ToArray();
        int open = Array.IndexOf(result, -1);
        nint known = 1;
        for (int i = 0; i < result.Length; i++) if (i != open) known *= result[i];
        if (open >= 0 && known > 0 && shape.Count % known == 0) result[open] = shape.Count / known;
        if (Array.Exists(result, size => size < 0) || Shape.Of(result).Count != shape.Count)
        {
            throw new ShapeException(
                $"Reshape: {shape} holds {shape.Count} elements and cannot become ({string.Join(", ", sizes.ToArray())}).");
        }
        return Shape.Of(result);
    }
}
