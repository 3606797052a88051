using System.Runtime.CompilerServices;

namespace Kobai;

/// <summary>Whole numbers in a shape: class indices, or positions to gather from.</summary>
/// <remarks>
/// A type of its own, so that the compiler tells class indices from class probabilities and no loss has to guess.
/// <example><code>
/// Labels classes = [2, 0, 1];
/// var loss = Loss.CrossEntropy(logits, classes);
/// </code></example>
/// </remarks>
[CollectionBuilder(typeof(Labels), nameof(Create))]
public sealed class Labels
{
    readonly long[] _values;

    Labels(long[] values, Shape shape)
    {
        _values = values;
        Shape = shape;
    }

    /// <summary>The shape; (N) for a batch of N classes.</summary>
    public Shape Shape { get; }

    /// <summary>How many numbers there are.</summary>
    public int Count => _values.Length;

    /// <summary>All numbers in row-major order.</summary>
    public ReadOnlySpan<long> Values => _values;

    /// <summary>The number at a place in row-major order.</summary>
    public long this[int index] => _values[index];

    /// <summary>Labels in one dimension, copied.</summary>
    public static Labels Create(ReadOnlySpan<long> values) => new(values.ToArray(), [values.Length]);

    /// <summary>Labels from an array of class indices, copied.</summary>
    public static Labels From(ReadOnlySpan<int> values)
    {
        var wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = values[i];
        return new(wide, [wide.Length]);
    }

    /// <summary>Labels in a shape, copied.</summary>
    /// <exception cref="ShapeException">The number of values does not fill the shape.</exception>
    public static Labels From(ReadOnlySpan<long> values, Shape shape) => shape.Count == values.Length
        ? new(values.ToArray(), shape)
        : throw new ShapeException($"Labels: the shape {shape} holds {shape.Count} values; got {values.Length}.");

    /// <summary>The same numbers in another shape, which must hold as many.</summary>
    /// <exception cref="ShapeException">The counts differ.</exception>
    public Labels Reshape(Shape shape) => shape.Count == Count
        ? new(_values, shape)
        : throw new ShapeException($"Labels.Reshape: {Shape} holds {Count} values and cannot become {shape}.");

    /// <summary>Enumerates the numbers in row-major order.</summary>
    public ReadOnlySpan<long>.Enumerator GetEnumerator() => Values.GetEnumerator();

    /// <summary>The numbers, elided when there are many.</summary>
    public override string ToString() => Count <= 20
        ? $"Labels{Shape} [{string.Join(", ", _values)}]"
        : $"Labels{Shape} [{string.Join(", ", _values[..8])}, …, {string.Join(", ", _values[^4..])}]";

    /// <summary>Labels over an array that nobody else will change.</summary>
    internal static Labels Wrap(long[] values, Shape shape) => new(values, shape);
}
