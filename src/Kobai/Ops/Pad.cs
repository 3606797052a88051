namespace Kobai;

/// <summary>What padding is made of.</summary>
/// <example><code>
/// Tensor.From([1.0, 2, 3]).Pad(0, 1, 1, PaddingMode.Reflect)   // [2, 1, 2, 3, 2]
/// </code></example>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The elements mirrored at the outermost one, which is not repeated: c b [a b c] b a.</summary>
    Reflect,

    /// <summary>The outermost element repeated: a a [a b c] c c.</summary>
    Replicate,

    /// <summary>The elements from the other end: b c [a b c] a b.</summary>
    Circular,
}

/// <summary>Elements added at the ends of an axis.</summary>
public static class PadOp
{
    extension(Tensor x)
    {
        /// <summary>The tensor with elements added before and after those of an axis.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <param name="before">How many are added at the front.</param>
        /// <param name="after">How many are added at the back.</param>
        /// <param name="mode">What they are.</param>
        /// <exception cref="ShapeException">
        /// The axis does not exist, or has too few elements: to reflect, more than are added; to repeat from the other end,
        /// at least as many; to replicate, one.
        /// </exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
        /// <example><code>
        /// var x = Tensor.From([1.0, 2, 3]);
        /// x.Pad(0, 2, 1)                          // [0, 0, 1, 2, 3, 0]
        /// x.Pad(0, 2, 1, PaddingMode.Reflect)     // [3, 2, 1, 2, 3, 2]
        /// x.Pad(0, 2, 1, PaddingMode.Replicate)   // [1, 1, 1, 2, 3, 3]
        /// x.Pad(0, 2, 1, PaddingMode.Circular)    // [2, 3, 1, 2, 3, 1]
        /// </code></example>
        public Tensor Pad(int axis, int before, int after, PaddingMode mode = PaddingMode.Zeros)
        {
            axis = Rule(x.Shape, axis, before, after, mode);
            if (before == 0 && after == 0) return x;
            nint size = x.Shape.Sizes[axis];
            if (mode == PaddingMode.Zeros) return Zeros(x, axis, before, size + before + after);
            var places = new long[before + size + after];
            for (int i = 0; i < places.Length; i++) places[i] = Source(i - before, (long)size, mode);
            return x.IndexSelect(axis, Labels.Wrap(places, [places.Length]));
        }
    }

    static int Rule(Shape shape, int axis, int before, int after, PaddingMode mode)
    {
        axis = shape.Axis("Pad", axis);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        int most = Math.Max(before, after), least = mode switch
        {
            PaddingMode.Reflect => most + 1,
            PaddingMode.Circular => most,
            PaddingMode.Replicate => 1,
            _ => 0,
        };
        return shape.Sizes[axis] >= least
            ? axis
            : throw new ShapeException($"Pad: {mode} of {most} needs {least} elements along axis {axis}; x is {shape}.");
    }

    static Tensor Zeros(Tensor x, int axis, int before, nint size)
    {
        var sizes = x.Shape.Sizes.ToArray();
        sizes[axis] = size;
        var y = Tensor.Zeros(Shape.Of(sizes), x.DType);
        var place = Part.Along(y.Shape, axis, before, x.Shape.Sizes[axis]);
        Kernel.Copy(x, place.Of(y));
        return y.Record("Pad", [x], dy => [place.Of(dy)]);
    }

    // The element that stands at place i of the axis, counted from its first own element.
    static long Source(long i, long size, PaddingMode mode) => mode switch
    {
        PaddingMode.Reflect => i < 0 ? -i : i < size ? i : 2 * (size - 1) - i,
        PaddingMode.Replicate => Math.Clamp(i, 0, size - 1),
        _ => (i + size) % size,
    };
}
