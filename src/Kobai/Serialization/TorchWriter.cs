using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kobai.Serialization;

/// <summary>Writes a dictionary of tensors as <c>torch.save</c> does: a zip archive of a pickle and of storages.</summary>
sealed class TorchWriter
{
    static readonly DateTimeOffset s_date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly MemoryStream _pickle = new();

    /// <summary>Writes the archive; equal tensors give equal bytes.</summary>
    public static void Write(Stream stream, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        Elements.CheckNames(tensors, "PyTorch");
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(archive, "data.pkl", entry => entry.Write(new TorchWriter().Pickle(tensors)));
        Add(archive, "byteorder", entry => entry.Write("little"u8));
        int key = 0;
        foreach ((_, Tensor tensor) in tensors)
            Add(archive, $"data/{key++}", entry => Elements.Write(entry, tensor));
        Add(archive, "version", entry => entry.Write("3\n"u8));
    }

    static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry($"archive/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = s_date;
        using Stream stream = entry.Open();
        write(stream);
    }

    byte[] Pickle(IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        int key = 0;
        Put("\x80\x02");
        Put("ccollections\nOrderedDict\n)R(");
        foreach ((string name, Tensor tensor) in tensors)
        {
            Text(name);
            Rebuilt(tensor, key++);
        }
        Put("u.");
        return _pickle.ToArray();
    }

    // _rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, hooks)
    void Rebuilt(Tensor tensor, int key)
    {
        Put("ctorch._utils\n_rebuild_tensor_v2\n((");
        Text("storage");
        Put(tensor.DType == DType.Float32 ? "ctorch\nFloatStorage\n" : "ctorch\nDoubleStorage\n");
        Text(key.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text("cpu");
        Whole(tensor.Count);
        Put("tQ");
        Whole(0);
        Tuple(tensor.Shape.Sizes);
        Tuple(tensor.Shape.RowMajorStrides());
        Put("\x89" + "ccollections\nOrderedDict\n)RtR");
    }

    void Tuple(ReadOnlySpan<nint> numbers)
    {
        Put("(");
        foreach (nint number in numbers) Whole(number);
        Put("t");
    }

    void Whole(long number)
    {
        Span<byte> bytes = stackalloc byte[10];
        (bytes[0], bytes[1]) = (0x8A, 8);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[2..], number);
        _pickle.Write(bytes);
    }

    void Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)'X';
        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], utf8.Length);
        _pickle.Write(bytes);
        _pickle.Write(utf8);
    }

    void Put(string opcodes) => _pickle.Write(Encoding.Latin1.GetBytes(opcodes));
}
