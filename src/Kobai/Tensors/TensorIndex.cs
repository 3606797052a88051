namespace Kobai;

/// <summary>One place of an index <c>x[…]</c>: a number, <c>^1</c>, a range, or a new axis.</summary>
/// <remarks>Numbers, <see cref="Index"/> and <see cref="Range"/> convert by themselves.</remarks>
/// <example><code>
/// var x = Tensor.Arange(6).Reshape(2, 3);
/// x[0]                            // the first row = [0, 1, 2]
/// x[^1]                           // the last row = [3, 4, 5]
/// x[.., 1..3]                     // columns 1 and 2 = [[1, 2], [4, 5]]
/// x[0, TensorIndex.NewAxis, ..]   // the first row as a matrix of one row = [[0, 1, 2]]
/// </code></example>
public readonly struct TensorIndex
{
    readonly Kind _kind;
    readonly nint _place;
    readonly Range _range;

    TensorIndex(Kind kind, nint place = 0, Range range = default) => (_kind, _place, _range) = (kind, place, range);

    enum Kind { FromStart, FromEnd, Range, NewAxis }

    /// <summary>An axis of size 1 that the tensor does not have.</summary>
    public static TensorIndex NewAxis { get; } = new(Kind.NewAxis);

    internal bool IsNewAxis => _kind == Kind.NewAxis;

    internal bool IsRange => _kind == Kind.Range;

    internal bool IsNegative => _kind == Kind.FromStart && _place < 0;

    /// <summary>The element at a place counted from 0.</summary>
    public static implicit operator TensorIndex(nint place) => new(Kind.FromStart, place);

    /// <summary>The element at a place counted from the start, or from the end as in <c>^1</c>.</summary>
    public static implicit operator TensorIndex(Index index) =>
        new(index.IsFromEnd ? Kind.FromEnd : Kind.FromStart, index.Value);

    /// <summary>A run of elements; <c>..</c> takes all of an axis.</summary>
    public static implicit operator TensorIndex(Range range) => new(Kind.Range, 0, range);

    /// <summary>The number, the range, or <c>NewAxis</c>.</summary>
    public override string ToString() => _kind switch
    {
        Kind.FromStart => $"{_place}",
        Kind.FromEnd => $"^{_place}",
        Kind.Range => $"{_range}",
        _ => nameof(NewAxis),
    };

    /// <summary>The first element and the number of elements along an axis of a size; −1 if it does not fit.</summary>
    internal (nint Start, nint Count) Resolve(nint size)
    {
        nint start = _kind switch
        {
            Kind.FromStart => _place,
            Kind.FromEnd => size - _place,
            _ => Place(_range.Start, size),
        };
        nint stop = IsRange ? Place(_range.End, size) : start + 1;
        return start >= 0 && stop >= start && stop <= size ? (start, stop - start) : (start, -1);
    }

    static nint Place(Index index, nint size) => index.IsFromEnd ? size - index.Value : index.Value;
}
