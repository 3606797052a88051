namespace Kobai;

/// <summary>How much is added around a volume before a window moves over it.</summary>
/// <example><code>
/// Tensor volume = Tensor.Zeros([1, 1, 8, 28, 28]), kernel = Tensor.Zeros([1, 1, 3, 5, 5]);
/// volume.Conv3d(kernel, padding: (1, 0, 0))       // shape (1, 1, 8, 24, 24)
/// volume.Conv3d(kernel, padding: Padding3d.Same)  // shape (1, 1, 8, 28, 28)
/// </code></example>
public readonly record struct Padding3d
{
    readonly Triple _size;

    Padding3d(Triple size, bool isSame) => (_size, IsSame) = (size, isSame);

    /// <summary>As much as keeps the size at stride 1; where that is an odd number, one more at the ends.</summary>
    public static Padding3d Same { get; } = new(default, isSame: true);

    /// <summary>Whether the amount follows from the kernel.</summary>
    public bool IsSame { get; }

    /// <summary>The same amount on all six sides.</summary>
    public static implicit operator Padding3d(int size) => new(size, isSame: false);

    /// <summary>An amount in front and behind, one above and below, and one left and right.</summary>
    public static implicit operator Padding3d((int Depth, int Height, int Width) size) => new(size, isSame: false);

    /// <summary>The amount, or “same”.</summary>
    public override string ToString() => IsSame ? "same" : _size.ToString();

    /// <summary>The padding of the planes.</summary>
    internal Padding Plane => IsSame ? Padding.Same : (_size.Height, _size.Width);

    /// <summary>The amounts in front and behind for the depth of a kernel.</summary>
    internal (int Front, int Back) OfDepth(string op, Triple kernel, Triple stride, Triple dilation)
    {
        if (!IsSame)
        {
            return _size is { Depth: >= 0, Height: >= 0, Width: >= 0 }
                ? (_size.Depth, _size.Depth)
                : throw new ArgumentOutOfRangeException(null, $"{op}: padding must be 0 or more; it is {_size}.");
        }
        if (stride != 1) throw new ArgumentException($"{op}: padding can be “same” at stride 1 only; stride is {stride}.");
        int total = dilation.Depth * (kernel.Depth - 1);
        return (total / 2, total - total / 2);
    }
}
