using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Kobai.Serialization;

/// <summary>NumPy's files: <c>.npy</c> of one array, <c>.npz</c> of several by name.</summary>
/// <remarks>
/// <para>float64 is read as Float64, float32 and float16 as Float32. Whole numbers and truth values come in the narrowest type
/// that holds all of theirs: up to 16 bits Float32, wider Float64; a number that no double equals is refused. As
/// <see cref="Labels"/> every whole number is itself. Either byte order and either order of axes is read; the elements come in
/// row-major order. Arrays of Python objects or of structures are refused.</para>
/// <para>Source: <see href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</see>, versions
/// 1 to 3.</para>
/// </remarks>
/// <example><code>
/// NumPy.Write("x.npy", x);                        // numpy.load("x.npy") reads it
/// NumPy.Read("x.npy")                             // [[1, 2, 3], [4, 5, 6]]
/// NumPy.WriteArchive("both.npz", [new("x", x), new("y", x[0])]);
/// NumPy.ReadArchive("both.npz")["y"]              // [1, 2, 3]
/// </code></example>
public static class NumPy
{
    const string Suffix = ".npy";

    static readonly DateTimeOffset s_date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads an array.</summary>
    /// <exception cref="InvalidDataException">The file is not in the format; the message says what is wrong.</exception>
    public static Tensor Read(string path) => Disk.Read(path, Read);

    /// <summary>Reads an array from a stream that knows its length, to its end.</summary>
    /// <exception cref="InvalidDataException">The stream is not in the format; the message says what is wrong.</exception>
    public static Tensor Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(stream, stream.Length - stream.Position);
    }

    /// <summary>Reads an array of whole numbers, such as classes.</summary>
    /// <exception cref="InvalidDataException">The file is not in the format, or its elements are no whole numbers.</exception>
    /// <example><code>
    /// NumPy.Write("y.npy", Labels.Create([2, 0, 1]));
    /// NumPy.ReadLabels("y.npy")   // [2, 0, 1]
    /// </code></example>
    public static Labels ReadLabels(string path) => Disk.Read(path, stream =>
    {
        NumPyHeader header = HeaderOf(stream, stream.Length);
        if (header.Type is ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
            throw new InvalidDataException($"NumPy: the elements are {header.Type}; whole numbers are needed.");
        Labels labels = Elements.ReadLabels(stream, header.Type, InFile(header), "NumPy: the array", header.IsBigEndian);
        return header.IsColumnMajor ? Turned(labels, header.Shape) : labels;
    });

    /// <summary>Reads all arrays of an <c>.npz</c> file, compressed or not.</summary>
    /// <exception cref="InvalidDataException">The file is not in the format; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> ReadArchive(string path) => Disk.Read(path, ReadArchive);

    /// <summary>Reads all arrays of an <c>.npz</c> file in a stream that can seek.</summary>
    /// <exception cref="InvalidDataException">The stream is not in the format; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> ReadArchive(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using ZipArchive archive = Zip.Open(stream, "NumPy");
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
                throw new InvalidDataException($"NumPy: '{entry.FullName}' in the zip archive is no array.");
            using Stream content = Zip.Content(entry, "NumPy");
            tensors.Add(entry.FullName[..^Suffix.Length], Read(content, entry.Length));
        }
        return tensors;
    }

    /// <summary>Writes an array, <c>&lt;f4</c> or <c>&lt;f8</c>; what was there stays until the new file is complete.</summary>
    public static void Write(string path, Tensor x) => Disk.Write(path, stream => Write(stream, x));

    /// <summary>Writes whole numbers, <c>&lt;i8</c>; what was there stays until the new file is complete.</summary>
    public static void Write(string path, Labels labels) => Disk.Write(path, stream =>
    {
        stream.Write(NumPyHeader.For("<i8", labels.Shape));
        stream.Write(MemoryMarshal.AsBytes(labels.Values));
    });

    /// <summary>Writes an array to a stream, <c>&lt;f4</c> or <c>&lt;f8</c>.</summary>
    public static void Write(Stream stream, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(x);
        stream.Write(NumPyHeader.For(x.DType == DType.Float32 ? "<f4" : "<f8", x.Shape));
        Elements.Write(stream, x);
    }

    /// <summary>Writes arrays by name to an <c>.npz</c> file; what was there stays until the new file is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The arrays and their names.</param>
    /// <param name="compress">Whether the file is made small, as by <c>numpy.savez_compressed</c>.</param>
    /// <exception cref="ArgumentException">A name stands twice, or is not well-formed Unicode.</exception>
    public static void WriteArchive(string path, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, bool compress = false)
    {
        Elements.CheckNames(tensors, "NumPy");
        Disk.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, Tensor x) in tensors)
            {
                ZipArchiveEntry entry = archive.CreateEntry(
                    name + Suffix, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = s_date;
                using Stream content = entry.Open();
                Write(content, x);
            }
        });
    }

    static Tensor Read(Stream stream, long length)
    {
        NumPyHeader header = HeaderOf(stream, length);
        Tensor x = Elements.Read(stream, header.Type, InFile(header), "NumPy: the array", header.IsBigEndian);
        if (!header.IsColumnMajor) return x;
        nint[] strides = [.. x.Shape.RowMajorStrides()];
        Array.Reverse(strides);
        return Kernel.Packed(x.View(header.Shape, strides));
    }

    // Judges the header by the length of the whole before anything is made of it.
    static NumPyHeader HeaderOf(Stream stream, long length)
    {
        var header = NumPyHeader.Read(stream);
        long left = length - header.Bytes, needed = header.Shape.Count * Elements.SizeOf(header.Type);
        return left == needed
            ? header
            : throw new InvalidDataException($"NumPy: an array of shape {header.Shape} needs {needed} bytes; {left} follow its header.");
    }

    static Shape InFile(NumPyHeader header)
    {
        nint[] sizes = header.Shape.Sizes.ToArray();
        if (header.IsColumnMajor) Array.Reverse(sizes);
        return Shape.Create(sizes);
    }

    static Labels Turned(Labels columns, Shape shape)
    {
        long[] rows = new long[columns.Count];
        int[] index = new int[shape.Rank];
        for (int i = 0; i < rows.Length; i++)
        {
            int place = 0;
            for (int axis = shape.Rank - 1; axis >= 0; axis--) place = place * (int)shape[axis] + index[axis];
            rows[i] = columns[place];
            for (int axis = shape.Rank - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) index[axis] = 0;
        }
        return Labels.Wrap(rows, shape);
    }
}
