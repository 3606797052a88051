using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kobai.Serialization;

/// <summary>Named tensors in a file that holds data and nothing else, so reading one never runs code.</summary>
/// <remarks>
/// The <see href="https://github.com/huggingface/safetensors#format">safetensors</see> format: the length of the header in
/// 8 little-endian bytes; the header, JSON that gives each tensor's type, shape and place; the elements, side by side.
/// </remarks>
/// <example><code>
/// using var file = new MemoryStream();
/// Safetensors.Write(file, new Dictionary&lt;string, Tensor&gt; { ["weight"] = Tensor.From([1.0, 2.0]) });
/// file.Position = 0;
/// Safetensors.Read(file)["weight"]   // [1, 2]
/// </code></example>
public static class Safetensors
{
    /// <summary>The longest header the format allows.</summary>
    const long LongestHeader = 100_000_000;

    /// <summary>Writes tensors in the given order.</summary>
    public static void Write(Stream stream, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = Header(tensors);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, Tensor tensor) in tensors)
            stream.Write(
                tensor.DType == DType.Float32
                    ? MemoryMarshal.AsBytes(tensor.ToArray<float>().AsSpan())
                    : MemoryMarshal.AsBytes(tensor.ToArray<double>().AsSpan()));
    }

    /// <summary>Reads all tensors of a stream that knows its length.</summary>
    /// <exception cref="InvalidDataException">The stream is not in the format; the message says what is wrong.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Invalid("the file ends before the length of the header");
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix), left = stream.Length - stream.Position;
        if (length < 0 || length > LongestHeader || length > left)
            throw Invalid($"the header cannot be {length} bytes long; {left} bytes follow");
        byte[] header = new byte[length];
        stream.ReadExactly(header);

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        long start = stream.Position;
        foreach ((string name, DType type, Shape shape, long begin) in Entries(header, left - length))
        {
            stream.Position = start + begin;
            if (!tensors.TryAdd(name, Elements(stream, type, shape)))
                throw Invalid($"'{name}' stands twice in the header");
        }
        return tensors;
    }

    static byte[] Header(IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            long begin = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.DType == DType.Float32 ? "F32" : "F64");
                json.WriteStartArray("shape");
                foreach (nint size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                begin += Bytes(tensor.DType, tensor.Shape);
                json.WriteNumberValue(begin);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (bytes.Length % 8 != 0)
            bytes.WriteByte((byte)' ');
        return bytes.ToArray();
    }

    static List<(string Name, DType Type, Shape Shape, long Begin)> Entries(byte[] header, long payload)
    {
        var entries = new List<(string, DType, Shape, long)>();
        try
        {
            using var json = JsonDocument.Parse(header);
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
                if (!property.NameEquals("__metadata__"))
                    entries.Add(Entry(property, payload));
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or FormatException or KeyNotFoundException
            or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"Safetensors: the header is not as the format says: {cause.Message}", cause);
        }
        return entries;
    }

    static (string Name, DType Type, Shape Shape, long Begin) Entry(JsonProperty property, long payload)
    {
        string name = property.Name;
        string? typeName = property.Value.GetProperty("dtype").GetString();
        DType type = typeName switch
        {
            "F32" => DType.Float32,
            "F64" => DType.Float64,
            _ => throw Invalid($"'{name}' is of type {typeName}; F32 and F64 can be read"),
        };
        long count = 1;
        var sizes = new List<nint>();
        foreach (JsonElement size in property.Value.GetProperty("shape").EnumerateArray())
        {
            long value = size.GetInt64();
            if (value < 0 || (value > 0 && count > payload / value))
                throw Invalid($"'{name}' has a size of {value}, more than the file holds");
            sizes.Add((nint)value);
            count *= value;
        }
        Shape shape = Shape.Create(CollectionsMarshal.AsSpan(sizes));
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
        if (begin < 0 || end < begin || end > payload || end - begin != Bytes(type, shape))
            throw Invalid($"'{name}' of shape {shape} cannot lie at bytes {begin} to {end} of {payload}");
        return (name, type, shape, begin);
    }

    static Tensor Elements(Stream stream, DType type, Shape shape)
    {
        if (type == DType.Float32)
        {
            float[] values = new float[shape.Count];
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            return Tensor.From(values, shape);
        }
        double[] doubles = new double[shape.Count];
        stream.ReadExactly(MemoryMarshal.AsBytes(doubles.AsSpan()));
        return Tensor.From(doubles, shape);
    }

    static long Bytes(DType type, Shape shape) => shape.Count * (type == DType.Float32 ? sizeof(float) : sizeof(double));

    static InvalidDataException Invalid(string reason) => new($"Safetensors: {reason}.");
}
