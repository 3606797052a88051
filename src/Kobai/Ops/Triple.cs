namespace Kobai;

/// <summary>A number for the depth, one for the height and one for the width of a volume; a single number is all three.</summary>
/// <param name="Depth">Along the third axis from the last.</param>
/// <param name="Height">Along the axis before the last.</param>
/// <param name="Width">Along the last axis.</param>
/// <example><code>
/// Triple kernel = 3, stride = (1, 2, 2);
/// kernel   // 3 × 3 × 3
/// stride   // 1 × 2 × 2
/// </code></example>
public readonly record struct Triple(int Depth, int Height, int Width)
{
    /// <summary>The same number for all.</summary>
    public static implicit operator Triple(int size) => new(size, size, size);

    /// <summary>Depth, height and width.</summary>
    public static implicit operator Triple((int Depth, int Height, int Width) sizes) => new(sizes.Depth, sizes.Height, sizes.Width);

    /// <summary>The triple as depth × height × width.</summary>
    public override string ToString() => $"{Depth} × {Height} × {Width}";

    /// <summary>Height and width.</summary>
    internal Pair Plane => (Height, Width);

    /// <summary>The triple, 1 × 1 × 1 where none is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    internal static Triple Positive(string op, string name, Triple? given)
    {
        var triple = given ?? 1;
        return triple is { Depth: > 0, Height: > 0, Width: > 0 }
            ? triple
            : throw new ArgumentOutOfRangeException(name, $"{op}: {name} must be positive; it is {triple}.");
    }
}
