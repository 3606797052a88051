namespace Kobai.Serialization;

/// <summary>Named tensors in a file that holds data and nothing else, so reading one never runs code.</summary>
/// <remarks>
/// <para>The <see href="https://github.com/huggingface/safetensors#format">safetensors</see> format: the length of the header
/// in 8 little-endian bytes; the header, JSON that gives each tensor's type, shape and place; the elements, side by side.</para>
/// <para>F64 is read as Float64, F32, F16 and BF16 as Float32. Whole numbers and truth values come in the narrowest type that
/// holds all of theirs: up to 16 bits Float32, wider Float64. A 64-bit number that no double equals is refused, never
/// rounded. A file is refused unless every byte of it belongs to exactly one tensor.</para>
/// </remarks>
/// <example><code>
/// using var file = new MemoryStream();
/// Safetensors.Write(file, new Dictionary&lt;string, Tensor&gt; { ["weight"] = Tensor.From([1.0, 2.0]) });
/// file.Position = 0;
/// Safetensors.Read(file)["weight"]   // [1, 2]
/// </code></example>
public static class Safetensors
{
    /// <summary>Writes tensors in the given order.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">The tensors and their names.</param>
    /// <param name="metadata">Texts about them.</param>
    /// <exception cref="ArgumentException">A name stands twice, is not well-formed Unicode, or is <c>__metadata__</c>.</exception>
    public static void Write(
        Stream stream, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        (byte[] header, IReadOnlyList<Tensor> order) = SafetensorsHeader.For(tensors, metadata);
        stream.Write(header);
        foreach (Tensor tensor in order)
            Elements.Write(stream, tensor);
    }

    /// <summary>Writes tensors to a file; what was there stays until the new file is complete.</summary>
    /// <example><code>
    /// Safetensors.Write("model.safetensors", [new("weight", x)], new Dictionary&lt;string, string&gt; { ["epochs"] = "3" });
    /// Safetensors.Read("model.safetensors")["weight"]   // shape (2, 3)
    /// </code></example>
    public static void Write(
        string path, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        Disk.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Reads all tensors of a stream that knows its length.</summary>
    /// <exception cref="InvalidDataException">The stream is not in the format; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = SafetensorsHeader.Read(stream);
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (SafetensorsHeader.Entry entry in header.Entries)
        {
            stream.Position = header.Start + entry.Begin;
            tensors.Add(entry.Name, ElementsOf(stream, entry));
        }
        return tensors;
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="InvalidDataException">The file is not in the format; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path) => Disk.Read(path, Read);

    /// <summary>Opens a file, mapped into memory: a tensor is read when it is asked for, and only then.</summary>
    /// <exception cref="InvalidDataException">The file is not in the format; the message says what is wrong.</exception>
    /// <example><code>
    /// Safetensors.Write("model.safetensors", [new("weight", x)], new Dictionary&lt;string, string&gt; { ["epochs"] = "3" });
    /// using SafetensorsFile file = Safetensors.Open("model.safetensors");
    /// file.Metadata["epochs"]    // 3
    /// file.ShapeOf("weight")     // (2, 3)
    /// file["weight"]             // [[1, 2, 3], [4, 5, 6]]
    /// </code></example>
    public static SafetensorsFile Open(string path) => new(path);

    internal static Tensor ElementsOf(Stream stream, SafetensorsHeader.Entry entry) =>
        Elements.Read(stream, entry.Type, entry.Shape, $"Safetensors: '{entry.Name}'");
}
