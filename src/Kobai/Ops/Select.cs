namespace Kobai;

/// <summary>One element of an axis.</summary>
public static class SelectOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// A view of one element of an axis, which goes: <c>x.Select(-1, 0)</c> is <c>x[.., 0]</c> of a matrix.
        /// </summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="index">The element, from the start or, as <c>^1</c>, from the end.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The index is outside the axis.</exception>
        /// <example><code>
        /// Tensor.From(new double[,] { { 1, 2 }, { 3, 4 } }).Select(-1, 0)   // [1, 3]
        /// </code></example>
        public Tensor Select(int axis, Index index)
        {
            axis = x.Shape.Axis("Select", axis);
            return x.SelectAt("Select", axis, Rule(x.Shape, axis, index));
        }

        internal Tensor SelectAt(string op, int axis, nint place) => x.Take(op, t =>
        {
            int[] rest = [.. Enumerable.Range(0, t.Rank).Where(i => i != axis)];
            return Part.Along(t.Shape, axis, place, 1).Of(t).Permuted(rest);
        });
    }

    static nint Rule(Shape shape, int axis, Index index)
    {
        nint size = shape.Sizes[axis], place = index.IsFromEnd ? size - index.Value : index.Value;
        return place >= 0 && place < size
            ? place
            : throw new ArgumentOutOfRangeException(null,
                $"Select: {index} is outside axis {axis} of size {size}; x is {shape}.");
    }
}
