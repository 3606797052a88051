using System.Runtime.CompilerServices;

namespace Kobai;

/// <summary>The sizes of a tensor along its axes; written as a collection expression, <c>[2, 3]</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>
{
    const int Known = 64;

    // The shapes last made on this thread: training makes the same few again and again.
    [ThreadStatic] static Grid?[]? t_known;

    readonly Grid? _grid;

    Shape(Grid grid) => _grid = grid;

    /// <summary>The shape of a single number: no axes.</summary>
    public static Shape Scalar => default;

    /// <summary>The sizes, first axis first.</summary>
    public ReadOnlySpan<nint> Sizes => _grid is null ? default : _grid.Sizes;

    /// <summary>The number of axes.</summary>
    public int Rank => _grid is null ? 0 : _grid.Sizes.Length;

    /// <summary>The number of elements: the product of the sizes, 1 for a scalar.</summary>
    /// <exception cref="OverflowException">There are more than memory has addresses.</exception>
    public nint Count => _grid is null ? 1 : _grid.Count >= 0 ? _grid.Count : throw new OverflowException($"Shape: {this} has too many elements.");

    /// <summary>The size of an axis, <c>shape[0]</c> or <c>shape[^1]</c>.</summary>
    public nint this[Index axis] => Sizes[axis];

    /// <summary>Makes a shape of sizes, none of them negative.</summary>
    /// <exception cref="ShapeException">A size is negative.</exception>
    public static Shape Create(ReadOnlySpan<nint> sizes)
    {
        foreach (nint size in sizes)
        {
            if (size < 0) throw new ShapeException($"Shape: sizes must be 0 or more; got ({Join(sizes)}).");
        }
        return Of(sizes);
    }

    /// <summary>Enumerates the sizes.</summary>
    public ReadOnlySpan<nint>.Enumerator GetEnumerator() => Sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape other) => ReferenceEquals(_grid, other._grid) || Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (nint size in Sizes) hash.Add(size);
        return hash.ToHashCode();
    }

    /// <summary>Whether two shapes have the same sizes.</summary>
    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    /// <summary>Whether two shapes differ.</summary>
    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    /// <summary>The sizes in parentheses: <c>(2, 3)</c>, <c>(3)</c>, and <c>()</c> for a scalar.</summary>
    public override string ToString() => $"({Join(Sizes)})";

    /// <summary>The shape that both broadcast to: aligned at the last axis, sizes equal or one of them 1.</summary>
    internal static Shape Broadcast(string op, Shape a, Shape b) => TryBroadcast(a, b) ?? throw new ShapeException(
        $"{op}: sizes must be equal or 1, aligned at the last axis; a is {a}, b is {b}.");

    /// <summary>The shape that both broadcast to, or null.</summary>
    internal static Shape? TryBroadcast(Shape a, Shape b)
    {
        if (a == b) return a;
        var sizes = new nint[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            nint p = i <= a.Rank ? a[^i] : 1, q = i <= b.Rank ? b[^i] : 1;
            if (p != q && p != 1 && q != 1) return null;
            sizes[^i] = p == 1 ? q : p;
        }
        return Of(sizes);
    }

    /// <summary>Resolves an axis counted from the front (0 …) or from the back (−1 …).</summary>
    internal int Axis(string op, int axis) => axis >= -Rank && axis < Rank
        ? axis < 0 ? axis + Rank : axis
        : throw new ShapeException($"{op}: axis {axis} does not exist; the shape {this} has {Rank}.");

    /// <summary>Resolves the place of a new axis, counted from the front (0 …) or from the back (−1 …) of the result.</summary>
    internal int Place(string op, int axis) => axis >= -Rank - 1 && axis <= Rank
        ? axis < 0 ? axis + Rank + 1 : axis
        : throw new ShapeException($"{op}: there is no place {axis} for a new axis; the shape {this} has {Rank}.");

    /// <summary>The shape of sizes that are known to be right.</summary>
    internal static Shape Of(ReadOnlySpan<nint> sizes)
    {
        if (sizes.IsEmpty) return default;
        nint hash = 0;
        foreach (nint size in sizes) hash = (hash * 31) + size;
        ref var grid = ref (t_known ??= new Grid?[Known])[(hash ^ (hash >> 8)) & (Known - 1)];
        if (grid is null || !sizes.SequenceEqual(grid.Sizes)) grid = new(sizes.ToArray());
        return new(grid);
    }

    /// <summary>The steps between neighbors along each axis when elements lie in row-major order.</summary>
    internal ReadOnlySpan<nint> RowMajorStrides() => _grid is null ? default : _grid.Strides;

    static string Join(ReadOnlySpan<nint> sizes) => string.Join(", ", sizes.ToArray());

    /// <summary>Sizes with what follows from them; shared, and never changed.</summary>
    sealed class Grid
    {
        public readonly nint[] Sizes, Strides;

        /// <summary>The number of elements; −1 if it is too large for a number.</summary>
        public readonly nint Count = 1;

        public Grid(nint[] sizes)
        {
            (Sizes, Strides) = (sizes, new nint[sizes.Length]);
            nint step = 1;
            for (int i = sizes.Length - 1; i >= 0; i--)
            {
                Strides[i] = step;
                step *= sizes[i];
            }
            foreach (nint size in sizes) Count = Count < 0 || (Int128)Count * size > nint.MaxValue ? -1 : Count * size;
        }
    }
}
