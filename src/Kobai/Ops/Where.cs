using Kobai.Simd;

namespace Kobai;

/// <summary>A choice between two tensors, element by element.</summary>
public static class WhereOp
{
    extension(Tensor)
    {
        /// <summary>
        /// yᵢ = aᵢ where maskᵢ is not 0, bᵢ elsewhere, broadcast; gradients flow to the element that was chosen.
        /// </summary>
        /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// var x = Tensor.From([-2.0, 3.0]);
        /// Tensor.Where(x &gt; 0, x, 0.1 * x)   // [-0.2, 3]
        /// </code></example>
        public static Tensor Where(Tensor mask, Tensor a, Tensor b) =>
            Loop.Zip<Choice>(mask, a, b, Rule(mask, a, b)).Record("Where", [a, b], dy =>
            [
                a.IsTracked ? Tensor.Where(mask, dy, 0).SumTo(a) : null,
                b.IsTracked ? Tensor.Where(mask, 0, dy).SumTo(b) : null,
            ]);

        /// <summary>yᵢ = aᵢ where maskᵢ is not 0, b elsewhere.</summary>
        public static Tensor Where(Tensor mask, Tensor a, double b) => Tensor.Where(mask, a, Tensor.Scalar(b, a.DType));

        /// <summary>yᵢ = a where maskᵢ is not 0, bᵢ elsewhere.</summary>
        public static Tensor Where(Tensor mask, double a, Tensor b) => Tensor.Where(mask, Tensor.Scalar(a, b.DType), b);
    }

    extension(Tensor x)
    {
        /// <summary>A copy in which the elements with a mask other than 0 are <paramref name="value"/>.</summary>
        /// <exception cref="ShapeException">The mask does not broadcast to the shape of x.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// var x = Tensor.From([1.0, double.NaN, 3.0]);
        /// x.MaskedFill(x.NotEqual(x), 0)   // [1, 0, 3]
        /// </code></example>
        public Tensor MaskedFill(Tensor mask, double value) => Shape.TryBroadcast(x.Shape, mask.Shape) == x.Shape
            ? Tensor.Where(mask, value, x)
            : throw new ShapeException(
                $"MaskedFill: the mask must broadcast to x; x is {x.Shape}, mask is {mask.Shape}.");
    }

    static Shape Rule(Tensor mask, Tensor a, Tensor b)
    {
        if (a.DType != b.DType || a.DType != mask.DType)
        {
            throw new ArgumentException(
                $"Where: element types must be equal; mask is {mask.DType}, a is {a.DType}, b is {b.DType}.",
                nameof(mask));
        }
        return Shape.TryBroadcast(a.Shape, b.Shape) is { } both && Shape.TryBroadcast(mask.Shape, both) is { } shape
            ? shape
            : throw new ShapeException(
                "Where: sizes must be equal or 1, aligned at the last axis; " +
                $"mask is {mask.Shape}, a is {a.Shape}, b is {b.Shape}.");
    }

    readonly struct Choice : IFunction3
    {
        V IFunction3.Value<V>(V mask, V a, V b) => V.Select(V.Equal(mask, V.Zero), b, a);
    }
}
