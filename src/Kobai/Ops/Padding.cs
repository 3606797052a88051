namespace Kobai;

/// <summary>How many rows and columns are added around a plane before a window moves over it.</summary>
/// <example><code>
/// Tensor image = Tensor.Zeros([1, 1, 28, 28]), kernel = Tensor.Zeros([1, 1, 5, 5]);
/// image.Conv2d(kernel)                          // shape (1, 1, 24, 24)
/// image.Conv2d(kernel, padding: (0, 2))         // shape (1, 1, 24, 28)
/// image.Conv2d(kernel, padding: Padding.Same)   // shape (1, 1, 28, 28)
/// </code></example>
public readonly record struct Padding
{
    readonly Pair _size;

    Padding(Pair size, bool isSame) => (_size, IsSame) = (size, isSame);

    /// <summary>As much as keeps the size at stride 1; where that is an odd number, one more below and to the right.</summary>
    public static Padding Same { get; } = new(default, isSame: true);

    /// <summary>Whether the amount follows from the kernel.</summary>
    public bool IsSame { get; }

    /// <summary>The same amount on all four sides.</summary>
    public static implicit operator Padding(int size) => new(size, isSame: false);

    /// <summary>An amount above and below, and one left and right.</summary>
    public static implicit operator Padding((int Height, int Width) size) => new(size, isSame: false);

    /// <summary>The amount, or “same”.</summary>
    public override string ToString() => IsSame ? "same" : _size.ToString();

    /// <summary>The amounts on the four sides for a kernel.</summary>
    internal Sides Around(string op, Pair kernel, Pair stride, Pair dilation)
    {
        if (!IsSame)
        {
            return _size is { Height: >= 0, Width: >= 0 }
                ? new(_size.Height, _size.Height, _size.Width, _size.Width)
                : throw new ArgumentOutOfRangeException(null, $"{op}: padding must be 0 or more; it is {_size}.");
        }
        if (stride != 1) throw new ArgumentException($"{op}: padding can be “same” at stride 1 only; stride is {stride}.");
        int rows = dilation.Height * (kernel.Height - 1), columns = dilation.Width * (kernel.Width - 1);
        return new(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
    }

    /// <summary>The padding of a plane that is a single row.</summary>
    internal Padding OfLines() => IsSame ? Same : (0, _size.Width);

    internal readonly record struct Sides(int Top, int Bottom, int Left, int Right);
}
