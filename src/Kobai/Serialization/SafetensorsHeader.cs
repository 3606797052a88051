using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Kobai.Serialization;

/// <summary>What a safetensors file says of itself before its elements.</summary>
/// <param name="Entries">The tensors in the order of the header.</param>
/// <param name="Metadata">Texts by name.</param>
/// <param name="Start">Where the elements begin, in bytes from the start of the file.</param>
sealed record SafetensorsHeader(
    IReadOnlyList<SafetensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata, long Start)
{
    /// <summary>One tensor and its place, in bytes after the header.</summary>
    public readonly record struct Entry(string Name, ElementType Type, Shape Shape, long Begin, long End);

    const long LongestHeader = 100_000_000;

    const string MetadataName = "__metadata__";

    static readonly Dictionary<string, ElementType> s_types = new(StringComparer.Ordinal)
    {
        ["BOOL"] = ElementType.Bool,
        ["U8"] = ElementType.UInt8,
        ["I8"] = ElementType.Int8,
        ["U16"] = ElementType.UInt16,
        ["I16"] = ElementType.Int16,
        ["U32"] = ElementType.UInt32,
        ["I32"] = ElementType.Int32,
        ["U64"] = ElementType.UInt64,
        ["I64"] = ElementType.Int64,
        ["BF16"] = ElementType.BFloat16,
        ["F16"] = ElementType.Float16,
        ["F32"] = ElementType.Float32,
        ["F64"] = ElementType.Float64,
    };

    /// <summary>Reads the header; the stream is left at its end.</summary>
    /// <exception cref="InvalidDataException">It does not fit the format or the length of the file.</exception>
    public static SafetensorsHeader Read(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw Invalid("the file ends before the length of the header");
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix), left = stream.Length - stream.Position;
        if (length <= 0 || length > LongestHeader || length > left)
            throw Invalid($"the header cannot be {length} bytes long; {left} bytes follow");
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        if (json[0] != '{') throw Invalid("the header does not begin with {");
        if (!Utf8.IsValid(json)) throw Invalid("the header is not in UTF-8");
        return Parse(json, stream.Position, left - length);
    }

    /// <summary>The bytes before the elements, and the tensors in the order in which their elements follow.</summary>
    /// <remarks>Tensors of doubles lie before those of floats, so that all are aligned.</remarks>
    public static (byte[] Bytes, IReadOnlyList<Tensor> Order) For(
        IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        Elements.CheckNames(tensors, "Safetensors");
        List<KeyValuePair<string, Tensor>> order = [.. tensors.OrderByDescending(named => named.Value.DType)];
        var begins = new Dictionary<string, long>(StringComparer.Ordinal);
        long begin = 0;
        foreach ((string name, Tensor tensor) in order)
        {
            if (name is MetadataName)
                throw new ArgumentException($"Safetensors: '{name}' cannot be the name of a tensor.", nameof(tensors));
            begins.Add(name, begin);
            begin += Elements.Bytes(tensor);
        }
        using var bytes = new MemoryStream();
        bytes.Write(new byte[8]);
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, tensors, begins, metadata);
        while (bytes.Length % 8 != 0)
            bytes.WriteByte((byte)' ');
        byte[] header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - 8);
        return (header, [.. order.Select(named => named.Value)]);
    }

    static void Write(
        Utf8JsonWriter json, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors, Dictionary<string, long> begins,
        IReadOnlyDictionary<string, string>? metadata)
    {
        json.WriteStartObject();
        if (metadata is { Count: > 0 })
        {
            json.WriteStartObject(MetadataName);
            foreach ((string name, string text) in metadata)
                json.WriteString(name, text);
            json.WriteEndObject();
        }
        foreach ((string name, Tensor tensor) in tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", tensor.DType == DType.Float32 ? "F32" : "F64");
            json.WriteStartArray("shape");
            foreach (nint size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(begins[name]);
            json.WriteNumberValue(begins[name] + Elements.Bytes(tensor));
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static SafetensorsHeader Parse(byte[] header, long start, long payload)
    {
        var entries = new List<Entry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(header, new() { MaxDepth = 4, AllowDuplicateProperties = false });
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
                if (!property.NameEquals(MetadataName))
                    entries.Add(EntryOf(property, payload));
                else
                    foreach (JsonProperty text in property.Value.EnumerateObject())
                        metadata.Add(text.Name, text.Value.GetString() ?? throw Invalid($"the metadata '{text.Name}' is no text"));
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"Safetensors: the header is not as the format says: {cause.Message}", cause);
        }
        CheckPlaces(entries, payload);
        return new(entries, metadata, start);
    }

    static Entry EntryOf(JsonProperty property, long payload)
    {
        string name = property.Name;
        string? typeName = property.Value.GetProperty("dtype").GetString();
        if (typeName is null || !s_types.TryGetValue(typeName, out ElementType type))
            throw Invalid($"'{name}' is of type {typeName}; {string.Join(", ", s_types.Keys)} can be read");
        JsonElement offsets = property.Value.GetProperty("data_offsets");
        Shape shape = Elements.ShapeOf(
            [.. property.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())], $"Safetensors: '{name}'");
        if (offsets.GetArrayLength() != 2)
            throw Invalid($"'{name}' has {offsets.GetArrayLength()} offsets; it needs 2");
        long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
        if (begin < 0 || end < begin || end > payload || end - begin != shape.Count * Elements.SizeOf(type))
            throw Invalid($"'{name}' of shape {shape} cannot lie at bytes {begin} to {end} of {payload}");
        return new(name, type, shape, begin, end);
    }

    // Every byte belongs to one tensor: nothing overlaps, nothing hides between or behind.
    static void CheckPlaces(List<Entry> entries, long payload)
    {
        long end = 0;
        foreach (Entry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin < end) throw Invalid($"'{entry.Name}' overlaps the tensor before it");
            if (entry.Begin > end) throw Invalid($"bytes {end} to {entry.Begin} before '{entry.Name}' belong to no tensor");
            end = entry.End;
        }
        if (end != payload) throw Invalid($"the last {payload - end} bytes belong to no tensor");
    }

    static InvalidDataException Invalid(string reason) => new($"Safetensors: {reason}.");
}
