namespace Kobai;

/// <summary>A number for the height and one for the width of a plane; a single number is both.</summary>
/// <param name="Height">Along the axis before the last.</param>
/// <param name="Width">Along the last axis.</param>
/// <example><code>
/// Pair kernel = 3, stride = (2, 1);
/// kernel   // 3 × 3
/// stride   // 2 × 1
/// </code></example>
public readonly record struct Pair(int Height, int Width)
{
    /// <summary>The same number for both.</summary>
    public static implicit operator Pair(int size) => new(size, size);

    /// <summary>Height and width.</summary>
    public static implicit operator Pair((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <summary>The pair as height × width.</summary>
    public override string ToString() => $"{Height} × {Width}";

    /// <summary>The pair, 1 × 1 where none is given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    internal static Pair Positive(string op, string name, Pair? given)
    {
        var pair = given ?? 1;
        return pair is { Height: > 0, Width: > 0 }
            ? pair
            : throw new ArgumentOutOfRangeException(name, $"{op}: {name} must be positive; it is {pair}.");
    }
}
