namespace Kobai.Data;

/// <summary>Inputs and targets, row by row.</summary>
static class Rows
{
    /// <summary>The rows at some places, copied.</summary>
    public static Tensor Take(Tensor x, ReadOnlySpan<int> places)
    {
        CheckPlaces(places, x.Shape[0]);
        x = Kernel.Packed(x);
        var rows = Tensor.Empty(Shape.Create([places.Length, .. x.Shape.Sizes[1..]]), x.DType);
        if (x.DType == DType.Float32) Copy<float>(x, places, rows);
        else Copy<double>(x, places, rows);
        return rows;
    }

    /// <inheritdoc cref="Take(Tensor, ReadOnlySpan{int})"/>
    public static Labels Take(Labels y, ReadOnlySpan<int> places)
    {
        CheckPlaces(places, y.Shape[0]);
        int width = y.Shape[0] == 0 ? 0 : (int)(y.Count / y.Shape[0]);
        var taken = new long[places.Length * width];
        for (int i = 0; i < places.Length; i++) y.Values.Slice(places[i] * width, width).CopyTo(taken.AsSpan(i * width));
        return Labels.Wrap(taken, Shape.Create([places.Length, .. y.Shape.Sizes[1..]]));
    }

    /// <summary>The rows at some places, copied, of tensors or labels.</summary>
    /// <exception cref="NotSupportedException">They are of another type.</exception>
    public static T Take<T>(T rows, ReadOnlySpan<int> places) => rows switch
    {
        Tensor x => (T)(object)Take(x, places),
        Labels y => (T)(object)Take(y, places),
        _ => throw Unknown(typeof(T)),
    };

    /// <summary>All rows of tensors or labels, one after another.</summary>
    /// <exception cref="NotSupportedException">They are of another type.</exception>
    /// <exception cref="ShapeException">The rows differ in shape.</exception>
    public static T Join<T>(IReadOnlyList<T> parts) => parts switch
    {
        IReadOnlyList<Tensor> x => (T)(object)Join(x),
        IReadOnlyList<Labels> y => (T)(object)Join(y),
        _ => throw Unknown(typeof(T)),
    };

    /// <summary>Refuses places where there is no example.</summary>
    public static void CheckPlaces(ReadOnlySpan<int> places, nint count)
    {
        foreach (int place in places)
        {
            if ((uint)place >= (nuint)count)
                throw new ArgumentOutOfRangeException(
                    nameof(places), $"Take: places must be from 0 to {count - 1}; one is {place}.");
        }
    }

    static NotSupportedException Unknown(Type type) => new(
        $"Dataset: targets of type {type.Name} cannot be put together; use Tensor or Labels, or a Dataset.Of(items, collate) over all items.");

    static Tensor Join(IReadOnlyList<Tensor> parts)
    {
        if (parts.Count == 1) return parts[0];
        var joined = Tensor.Empty(JoinedShape([.. parts.Select(part => part.Shape)]), parts[0].DType);
        nint start = 0;
        foreach (var part in parts)
        {
            if (part.Count > 0) Kernel.Copy(part, joined.View(part.Shape, part.Shape.RowMajorStrides(), start));
            start += part.Count;
        }
        return joined;
    }

    static Labels Join(IReadOnlyList<Labels> parts) => Labels.Wrap(
        [.. parts.SelectMany(part => part.Values.ToArray())], JoinedShape([.. parts.Select(part => part.Shape)]));

    static Shape JoinedShape(Shape[] shapes)
    {
        foreach (var shape in shapes)
        {
            if (shape.Sizes[1..].SequenceEqual(shapes[0].Sizes[1..])) continue;
            throw new ShapeException(
                $"Dataset: examples put together must have the same shape; one is {Shape.Create(shapes[0].Sizes[1..])}, another {Shape.Create(shape.Sizes[1..])}.");
        }
        return Shape.Create([shapes.Aggregate((nint)0, (sum, shape) => sum + shape[0]), .. shapes[0].Sizes[1..]]);
    }

    static unsafe void Copy<T>(Tensor x, ReadOnlySpan<int> places, Tensor rows) where T : unmanaged
    {
        nint width = x.Shape[0] == 0 ? 0 : x.Count / x.Shape[0];
        fixed (T* from = &x.Start<T>(), to = &rows.Start<T>())
        {
            for (int i = 0; i < places.Length; i++)
            {
                Buffer.MemoryCopy(from + places[i] * width, to + i * width, width * sizeof(T), width * sizeof(T));
            }
        }
        GC.KeepAlive(x);
        GC.KeepAlive(rows);
    }
}
