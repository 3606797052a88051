using System.Buffers.Binary;

namespace Kobai.Data;

/// <summary>Files of the IDX format, in which MNIST and its relatives come; plain or gzip.</summary>
/// <remarks>
/// Two zero bytes, the type of the elements, the number of axes; the size of each axis in four bytes, the high one
/// first; the elements in row-major order. <see href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes, Burges:
/// MNIST</see>. A name that leads to no file is tried with <c>.gz</c> behind it.
/// </remarks>
public static class Idx
{
    /// <summary>Images with their classes: (N, 1, rows, columns), as convolution layers take them.</summary>
    /// <param name="images">A file of bytes with three axes, as <c>train-images-idx3-ubyte.gz</c>.</param>
    /// <param name="labels">A file of bytes with one axis, as <c>train-labels-idx1-ubyte.gz</c>.</param>
    /// <param name="raw">Whether pixels stay 0 to 255; else they are divided by 255.</param>
    /// <remarks>The images stay bytes in memory; a batch is converted when it is taken.</remarks>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message says where.</exception>
    /// <example><code>
    /// File.WriteAllBytes("images", [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 51, 255, 102]);
    /// File.WriteAllBytes("labels", [0, 0, 8, 1, 0, 0, 0, 2, 7, 1]);
    /// Dataset&lt;Labels&gt; digits = Idx.Read("images", "labels");
    /// digits.Take([0, 1])   // ([[[[0, 0.2]]], [[[1, 0.4]]]], [7, 1])
    /// </code></example>
    public static Dataset<Labels> Read(string images, string labels, bool raw = false)
    {
        var (sizes, pixels) = Bytes(images, axes: 3);
        var classes = ReadLabels(labels);
        if (sizes[0] != classes.Count)
        {
            throw new InvalidDataException(
                $"{labels}, byte 4: there must be one label for each image; {images} has {sizes[0]} images, this file {classes.Count} labels.");
        }
        return new ByteImages(pixels, [1, sizes[1], sizes[2]], classes, raw ? 1 : 255);
    }

    /// <summary>Classes, from a file of bytes with one axis.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <example><code>
    /// File.WriteAllBytes("labels", [0, 0, 8, 1, 0, 0, 0, 2, 7, 1]);
    /// Idx.ReadLabels("labels")   // [7, 1]
    /// </code></example>
    public static Labels ReadLabels(string path)
    {
        byte[] bytes = Bytes(path, axes: 1).Elements;
        return Labels.Wrap(Array.ConvertAll(bytes, value => (long)value), [bytes.Length]);
    }

    /// <summary>The elements of any IDX file, in the shape it states, unscaled.</summary>
    /// <returns>Float64 for files of 32-bit integers and doubles, else Float32: every value is exact.</returns>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <example><code>
    /// File.WriteAllBytes("matrix", [0, 0, 11, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 0, 255, 255]);   // 11: 16 bits
    /// Idx.ReadTensor("matrix")   // [[256, -1]]
    /// </code></example>
    public static Tensor ReadTensor(string path)
    {
        var (type, sizes, elements) = Read(path);
        var shape = Shape.Create(sizes);
        return type switch
        {
            Element.UInt8 => Convert(elements, shape, 1, bytes => (float)bytes[0]),
            Element.Int8 => Convert(elements, shape, 1, bytes => (float)(sbyte)bytes[0]),
            Element.Int16 => Convert(elements, shape, 2, bytes => (float)BinaryPrimitives.ReadInt16BigEndian(bytes)),
            Element.Single => Convert(elements, shape, 4, BinaryPrimitives.ReadSingleBigEndian),
            Element.Int32 => Convert(elements, shape, 4, bytes => (double)BinaryPrimitives.ReadInt32BigEndian(bytes)),
            _ => Convert(elements, shape, 8, BinaryPrimitives.ReadDoubleBigEndian),
        };
    }

    enum Element : byte { UInt8 = 8, Int8 = 9, Int16 = 11, Int32 = 12, Single = 13, Double = 14 }

    delegate T Decode<T>(ReadOnlySpan<byte> bytes);

    static Tensor Convert<T>(byte[] elements, Shape shape, int size, Decode<T> decode) where T : unmanaged
    {
        var tensor = Tensor.Empty(shape, Tensor.TypeOf<T>());
        var to = tensor.Elements<T>();
        for (int i = 0; i < to.Length; i++) to[i] = decode(elements.AsSpan(i * size, size));
        GC.KeepAlive(tensor);
        return tensor;
    }

    static (nint[] Sizes, byte[] Elements) Bytes(string path, int axes)
    {
        var (type, sizes, elements) = Read(path);
        if (type != Element.UInt8)
            throw new InvalidDataException(
                $"{path}, byte 2: elements must be bytes (type 8); this is type {(int)type}. Idx.ReadTensor reads any type.");
        if (sizes.Length != axes)
            throw new InvalidDataException(
                $"{path}, byte 3: {(axes == 3 ? "images need 3 axes" : "labels need 1 axis")}; this file has {sizes.Length}.");
        return (sizes, elements);
    }

    static (Element Type, nint[] Sizes, byte[] Elements) Read(string path)
    {
        using var stream = SourceFile.Open(path);
        byte[] start = SourceFile.Read(stream, 4);
        if (start.Length < 4)
            throw new InvalidDataException($"{path}, byte {start.Length}: the file ends before its header.");
        if (start[0] != 0 || start[1] != 0)
        {
            throw new InvalidDataException(
                $"{path}, byte 0: an IDX file begins with two zero bytes; this one begins with {start[0]}, {start[1]}.");
        }
        var type = (Element)start[2];
        if (!Enum.IsDefined(type))
            throw new InvalidDataException(
                $"{path}, byte 2: the type of elements must be 8, 9, 11, 12, 13 or 14; it is {start[2]}.");
        int axes = start[3];
        byte[] header = SourceFile.Read(stream, 4 * axes);
        if (header.Length < 4 * axes)
            throw new InvalidDataException(
                $"{path}, byte {4 + header.Length}: the file ends before the sizes of its {axes} axes.");

        var sizes = new nint[axes];
        long most = type switch { Element.UInt8 or Element.Int8 => 1, Element.Int16 => 2, Element.Double => 8, _ => 4 };
        for (int i = 0; i < axes; i++)
        {
            sizes[i] = (nint)BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4 * i));
            if (most <= Array.MaxLength) most *= Math.Max(sizes[i], 1); // an axis of size 0 must not hide the others
        }
        if (most > Array.MaxLength)
            throw new InvalidDataException(
                $"{path}, byte 4: the sizes ({string.Join(", ", sizes)}) need more than {Array.MaxLength} bytes.");
        long count = sizes.Contains(0) ? 0 : most;
        byte[] elements = SourceFile.Read(stream, count);
        if (elements.Length < count)
        {
            throw new InvalidDataException(
                $"{path}, byte {4 + header.Length + elements.Length}: the file ends early; the sizes ({string.Join(", ", sizes)}) need {count} bytes of elements, {elements.Length} are there.");
        }
        if (stream.ReadByte() >= 0)
        {
            throw new InvalidDataException(
                $"{path}, byte {4 + header.Length + count}: the file goes on behind its elements; the sizes are ({string.Join(", ", sizes)}).");
        }
        return (type, sizes, elements);
    }
}
