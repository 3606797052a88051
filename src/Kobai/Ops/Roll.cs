namespace Kobai;

/// <summary>Elements moved around an axis.</summary>
public static class RollOp
{
    extension(Tensor x)
    {
        /// <summary>Every element moved on along an axis; those that leave at the end enter at the beginning.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="shift">How far; negative moves toward the beginning.</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0, 3.0]).Roll(0, 1)   // [3, 1, 2]
        /// </code></example>
        public Tensor Roll(int axis, nint shift)
        {
            axis = x.Shape.Axis("Roll", axis);
            nint size = x.Shape.Sizes[axis];
            if (size == 0) return x.Clone();
            nint first = (size - shift % size) % size;
            var parts = x.Split(axis, [first, size - first]);
            return Tensor.Concatenate(axis, parts[1], parts[0]);
        }
    }
}
