using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Kobai.Serialization;

/// <summary>What an <c>.npy</c> file says of its elements: a Python dictionary of three entries.</summary>
/// <param name="Type">Their type.</param>
/// <param name="IsBigEndian">The order of their bytes.</param>
/// <param name="IsColumnMajor">Whether the first index runs fastest.</param>
/// <param name="Shape">The shape of the array.</param>
/// <param name="Bytes">The length of the header.</param>
sealed record NumPyHeader(ElementType Type, bool IsBigEndian, bool IsColumnMajor, Shape Shape, long Bytes)
{
    const int Longest = 1 << 20;

    static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header; the stream is left at its end.</summary>
    /// <exception cref="InvalidDataException">It is not in the format, or speaks of elements that are no numbers.</exception>
    public static NumPyHeader Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        Fill(stream, start);
        if (!start[..6].SequenceEqual(Magic)) throw Invalid("the file does not begin as one of numpy.save");
        if (start[6] is 0 or > 3) throw Invalid($"the version {start[6]} of the format is not known; 1 to 3 are");
        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        Fill(stream, size);
        uint length = size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > Longest) throw Invalid($"the header cannot be {length} bytes long");
        byte[] text = new byte[length];
        Fill(stream, text);
        return Parse((start[6] == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), 8 + size.Length + length);
    }

    /// <summary>The bytes before the elements, as NumPy writes them.</summary>
    public static byte[] For(string type, Shape shape)
    {
        string sizes = string.Join(", ", shape.Sizes.ToArray()) + (shape.Rank == 1 ? "," : "");
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        // Room to let the first axis grow in place, up to 21 digits.
        if (shape.Rank > 0) text += new string(' ', 21 - shape[0].ToString(CultureInfo.InvariantCulture).Length);
        int before = Magic.Length + 2 + (text.Length + 1 + 64 > ushort.MaxValue ? 4 : 2);
        text += new string(' ', 63 - (before + text.Length) % 64) + '\n';
        byte[] length = new byte[before - Magic.Length - 2];
        if (length.Length == 2) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        return [.. Magic, (byte)(length.Length / 2), 0, .. length, .. Encoding.Latin1.GetBytes(text)];
    }

    static NumPyHeader Parse(string text, long bytes)
    {
        var entries = new PythonLiteral(text).Dictionary();
        if (entries is not { Count: 3 } || !entries.TryGetValue("descr", out object? descr)
            || !entries.TryGetValue("fortran_order", out object? order) || order is not bool columns
            || !entries.TryGetValue("shape", out object? shape) || shape is not List<long> sizes)
        {
            throw Invalid("the header is not the dictionary of descr, fortran_order and shape");
        }
        if (descr is not string type) throw Invalid("the elements are structures; an array of numbers can be read");
        (ElementType elements, bool bigEndian) = TypeOf(type);
        return new(elements, bigEndian, columns, Elements.ShapeOf(sizes, "NumPy: the array"), bytes);
    }

    static (ElementType Type, bool IsBigEndian) TypeOf(string type)
    {
        ElementType? known = (type.Length > 0 && "<>=|".Contains(type[0], StringComparison.Ordinal) ? type[1..] : type) switch
        {
            "b1" => ElementType.Bool,
            "i1" => ElementType.Int8,
            "u1" => ElementType.UInt8,
            "i2" => ElementType.Int16,
            "u2" => ElementType.UInt16,
            "i4" => ElementType.Int32,
            "u4" => ElementType.UInt32,
            "i8" => ElementType.Int64,
            "u8" => ElementType.UInt64,
            "f2" => ElementType.Float16,
            "f4" => ElementType.Float32,
            "f8" => ElementType.Float64,
            var other when other.StartsWith('O') => throw Invalid("the elements are Python objects, which only Python could build"),
            _ => null,
        };
        return known is ElementType found
            ? (found, type[0] == '>')
            : throw Invalid($"the elements are of type {type}; b1, i1 to i8, u1 to u8, f2, f4 and f8 can be read");
    }

    static void Fill(Stream stream, Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Invalid("the file ends within its header");
    }

    static InvalidDataException Invalid(string reason) => new($"NumPy: {reason}.");
}
