using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kobai.Serialization;

/// <summary>Elements between tensors and bytes; every conversion keeps every digit.</summary>
static class Elements
{
    // A multiple of the size of every type.
    const int Chunk = 1 << 18;

    const int MostAxes = 64;

    public static int SizeOf(ElementType type) => type switch
    {
        ElementType.Bool or ElementType.UInt8 or ElementType.Int8 => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.BFloat16 or ElementType.Float16 => 2,
        ElementType.UInt32 or ElementType.Int32 or ElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>The narrowest type of tensors that holds every value; for 64-bit integers, every value up to 2⁵³.</summary>
    public static DType Home(ElementType type) => type is ElementType.Float64 or ElementType.Int64 or ElementType.UInt64
        or ElementType.Int32 or ElementType.UInt32 ? DType.Float64 : DType.Float32;

    public static ElementType TypeOf(DType type) => type == DType.Float32 ? ElementType.Float32 : ElementType.Float64;

    /// <summary>A shape of sizes that were read; their product fits, also where one of them is 0.</summary>
    /// <exception cref="InvalidDataException">No tensor has these sizes.</exception>
    public static Shape ShapeOf(IReadOnlyList<long> sizes, string what)
    {
        long count = sizes.Count <= MostAxes ? 1 : 0;
        foreach (long size in sizes)
            if (size != 0) count = size > 0 && count <= long.MaxValue / sizeof(double) / size ? count * size : 0;
        return count > 0
            ? Shape.Create([.. sizes.Select(size => (nint)size)])
            : throw new InvalidDataException(
                sizes.Count > MostAxes ? $"{what} has {sizes.Count} axes; at most {MostAxes} can be read."
                : $"{what} cannot have the shape ({string.Join(", ", sizes)}).");
    }

    /// <summary>Reads the elements of a shape, in row-major order.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="type">Their type there.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="what">What they are, for a message.</param>
    /// <param name="bigEndian">The order of their bytes.</param>
    /// <exception cref="InvalidDataException">The stream ends early, or a whole number has no exact double.</exception>
    public static Tensor Read(Stream stream, ElementType type, Shape shape, string what, bool bigEndian = false)
    {
        var y = Tensor.Empty(shape, Home(type));
        int size = SizeOf(type);
        byte[] buffer = type == TypeOf(y.DType) ? [] : new byte[(int)Math.Min(Chunk, (long)shape.Count * size)];
        for (nint done = 0; done < y.Count;)
        {
            int count = (int)Math.Min(Chunk / size, y.Count - done);
            if (y.DType == DType.Float32)
            {
                Span<float> part = Part<float>(y, done, count);
                Span<byte> bytes = buffer.Length == 0 ? MemoryMarshal.AsBytes(part) : buffer.AsSpan(0, count * size);
                Fill(stream, bytes, size, bigEndian, what);
                if (buffer.Length > 0) Floats(type, bytes, part);
            }
            else
            {
                Span<double> part = Part<double>(y, done, count);
                Span<byte> bytes = buffer.Length == 0 ? MemoryMarshal.AsBytes(part) : buffer.AsSpan(0, count * size);
                Fill(stream, bytes, size, bigEndian, what);
                if (buffer.Length > 0) Doubles(type, bytes, part, what);
            }
            done += count;
        }
        GC.KeepAlive(y);
        return y;
    }

    /// <summary>Reads whole numbers of a shape, in row-major order.</summary>
    /// <exception cref="InvalidDataException">The stream ends early, a number is above 2⁶³ − 1, or there are too many.</exception>
    public static Labels ReadLabels(Stream stream, ElementType type, Shape shape, string what, bool bigEndian = false)
    {
        if (shape.Count > Array.MaxLength)
            throw new InvalidDataException($"{what} has {shape.Count} elements; labels are at most {Array.MaxLength}.");
        int size = SizeOf(type);
        long[] y = new long[shape.Count];
        byte[] bytes = new byte[Math.Min(Chunk, (long)y.Length * size)];
        for (int done = 0; done < y.Length;)
        {
            int count = Math.Min(bytes.Length / size, y.Length - done);
            Span<byte> chunk = bytes.AsSpan(0, count * size);
            Fill(stream, chunk, size, bigEndian, what);
            Longs(type, chunk, y.AsSpan(done, count), what);
            done += count;
        }
        return Labels.Wrap(y, shape);
    }

    /// <summary>Writes the elements, little-endian, in row-major order.</summary>
    public static void Write(Stream stream, Tensor x)
    {
        Tensor packed = Kernel.Packed(x);
        int most = Chunk / SizeOf(TypeOf(x.DType));
        for (nint done = 0; done < packed.Count; done += most)
        {
            int count = (int)Math.Min(most, packed.Count - done);
            stream.Write(x.DType == DType.Float32
                ? MemoryMarshal.AsBytes(Part<float>(packed, done, count))
                : MemoryMarshal.AsBytes(Part<double>(packed, done, count)));
        }
        GC.KeepAlive(packed);
    }

    /// <summary>Refuses names that a file cannot keep apart or cannot keep.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or is not well-formed Unicode.</exception>
    public static void CheckNames(IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, string format)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, _) in tensors)
        {
            if (!names.Add(name))
                throw new ArgumentException($"{format}: two tensors are named '{name}'.", nameof(tensors));
            if (!Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)).Equals(name, StringComparison.Ordinal))
                throw new ArgumentException($"{format}: the name '{name}' has half a surrogate pair.", nameof(tensors));
        }
    }

    /// <summary>The bytes of a tensor in a file.</summary>
    public static long Bytes(Tensor x) => x.Count * SizeOf(TypeOf(x.DType));

    static Span<T> Part<T>(Tensor x, nint start, int count) where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref x.Start<T>(), start), count);

    static void Fill(Stream stream, Span<byte> bytes, int size, bool bigEndian, string what)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new InvalidDataException($"{what} is cut short.");
        if (bigEndian == BitConverter.IsLittleEndian) Reverse(bytes, size);
    }

    static void Reverse(Span<byte> bytes, int size)
    {
        if (size == 2) Reversed<short>(bytes, BinaryPrimitives.ReverseEndianness);
        else if (size == 4) Reversed<int>(bytes, BinaryPrimitives.ReverseEndianness);
        else if (size == 8) Reversed<long>(bytes, BinaryPrimitives.ReverseEndianness);
    }

    static void Reversed<T>(Span<byte> bytes, Reverser<T> reverse) where T : unmanaged
    {
        Span<T> values = MemoryMarshal.Cast<byte, T>(bytes);
        reverse(values, values);
    }

    delegate void Reverser<T>(ReadOnlySpan<T> source, Span<T> target);

    static void Floats(ElementType type, ReadOnlySpan<byte> bytes, Span<float> y)
    {
        switch (type)
        {
            case ElementType.Float16: Convert<Half, float>(bytes, y, h => (float)h); break;
            case ElementType.BFloat16: Convert<ushort, float>(bytes, y, b => BitConverter.UInt32BitsToSingle((uint)b << 16)); break;
            case ElementType.Int16: Convert<short, float>(bytes, y, i => i); break;
            case ElementType.UInt16: Convert<ushort, float>(bytes, y, i => i); break;
            case ElementType.Int8: Convert<sbyte, float>(bytes, y, i => i); break;
            case ElementType.UInt8: Convert<byte, float>(bytes, y, i => i); break;
            default: Convert<byte, float>(bytes, y, i => i == 0 ? 0 : 1); break;
        }
    }

    static void Doubles(ElementType type, ReadOnlySpan<byte> bytes, Span<double> y, string what)
    {
        switch (type)
        {
            case ElementType.Int32: Convert<int, double>(bytes, y, i => i); break;
            case ElementType.UInt32: Convert<uint, double>(bytes, y, i => i); break;
            case ElementType.Int64: Convert<long, double>(bytes, y, i => Exact(i, what)); break;
            default: Convert<ulong, double>(bytes, y, i => Exact(i, what)); break;
        }
    }

    static void Longs(ElementType type, ReadOnlySpan<byte> bytes, Span<long> y, string what)
    {
        switch (type)
        {
            case ElementType.Int64: MemoryMarshal.Cast<byte, long>(bytes).CopyTo(y); break;
            case ElementType.UInt64: Convert<ulong, long>(bytes, y, i => Signed(i, what)); break;
            case ElementType.Int32: Convert<int, long>(bytes, y, i => i); break;
            case ElementType.UInt32: Convert<uint, long>(bytes, y, i => i); break;
            case ElementType.Int16: Convert<short, long>(bytes, y, i => i); break;
            case ElementType.UInt16: Convert<ushort, long>(bytes, y, i => i); break;
            case ElementType.Int8: Convert<sbyte, long>(bytes, y, i => i); break;
            case ElementType.UInt8: Convert<byte, long>(bytes, y, i => i); break;
            default: Convert<byte, long>(bytes, y, i => i == 0 ? 0 : 1); break;
        }
    }

    static void Convert<S, T>(ReadOnlySpan<byte> bytes, Span<T> y, Func<S, T> convert) where S : unmanaged
    {
        ReadOnlySpan<S> x = MemoryMarshal.Cast<byte, S>(bytes);
        for (int i = 0; i < x.Length; i++) y[i] = convert(x[i]);
    }

    static double Exact<I>(I value, string what) where I : IBinaryInteger<I>
    {
        double y = double.CreateChecked(value);
        return Int128.CreateChecked(value) == (Int128)y
            ? y
            : throw new InvalidDataException($"{what} holds {value}, which lies beyond 2⁵³ and has no exact double.");
    }

    static long Signed(ulong value, string what) =>
        value <= long.MaxValue ? (long)value : throw new InvalidDataException($"{what} holds {value}, which is above 2⁶³ − 1.");
}
