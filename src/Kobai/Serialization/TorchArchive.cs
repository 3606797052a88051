using System.Globalization;
using System.IO.Compression;

namespace Kobai.Serialization;

/// <summary>The zip archive of <c>torch.save</c>: a pickle and, in entries of their own, the storages of its tensors.</summary>
sealed class TorchArchive
{
    const int LongestPickle = 100_000_000, LongestPath = 10_000, Deepest = 100, MostNames = 100_000;

    static readonly Dictionary<string, ElementType> s_storages = new(StringComparer.Ordinal)
    {
        ["torch.DoubleStorage"] = ElementType.Float64,
        ["torch.FloatStorage"] = ElementType.Float32,
        ["torch.HalfStorage"] = ElementType.Float16,
        ["torch.BFloat16Storage"] = ElementType.BFloat16,
        ["torch.LongStorage"] = ElementType.Int64,
        ["torch.IntStorage"] = ElementType.Int32,
        ["torch.ShortStorage"] = ElementType.Int16,
        ["torch.CharStorage"] = ElementType.Int8,
        ["torch.ByteStorage"] = ElementType.UInt8,
        ["torch.BoolStorage"] = ElementType.Bool,
    };

    static readonly HashSet<string> s_types = new(StringComparer.Ordinal)
    {
        "torch.float64", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16",
        "torch.int8", "torch.uint8", "torch.bool",
    };

    readonly ZipArchive _archive;
    readonly string _root;
    readonly bool _bigEndian;
    readonly Dictionary<string, Storage> _storages = new(StringComparer.Ordinal);

    TorchArchive(ZipArchive archive, string root)
    {
        (_archive, _root) = (archive, root);
        _bigEndian = archive.GetEntry(root + "byteorder") is ZipArchiveEntry order && Bytes(order, 16).AsSpan().SequenceEqual("big"u8);
    }

    /// <summary>Reads the object that the file holds.</summary>
    /// <exception cref="InvalidDataException">The file is broken, or holds more than data.</exception>
    public static object? Read(Stream stream)
    {
        if (stream.ReadByte() == 0x80)
        {
            throw Invalid("the file is in the form that torch.save wrote before version 1.6, which is not read. "
                + "In Python, torch.save(torch.load(path), path) with a newer PyTorch writes it anew");
        }
        stream.Position = 0;
        using ZipArchive archive = Zip.Open(stream, "PyTorch");
        ZipArchiveEntry[] pickles = [.. archive.Entries.Where(entry => entry.Name is "data.pkl")];
        if (pickles is not [var pickle])
            throw Invalid("the zip archive has no data.pkl, so torch.save did not write it");
        string root = pickle.FullName[..^"data.pkl".Length];
        if (archive.GetEntry(root + "constants.pkl") is not null)
            throw Invalid("the file is a program in TorchScript. In Python, torch.save(model.state_dict(), path) writes its tensors");
        if (archive.Entries.FirstOrDefault(entry => entry.CompressedLength < entry.Length) is ZipArchiveEntry small)
            throw Invalid($"'{small.FullName}' in the zip archive is compressed, which torch.save never does");
        var file = new TorchArchive(archive, root);
        object? value = new Pickle(Bytes(pickle, LongestPickle), Meaning, file.Call, file.Find).Read();
        Tensors(value);
        return value is Storage or PickleName ? throw Invalid("the file holds no tensor") : value;
    }

    /// <summary>Whether a zip archive is one of <c>torch.save</c>.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static bool IsIn(Stream stream)
    {
        using ZipArchive archive = Zip.Open(stream, "Zip");
        return archive.Entries.Any(entry => entry.Name is "data.pkl");
    }

    /// <summary>All tensors with their paths, first to last.</summary>
    /// <exception cref="InvalidDataException">There is no end of them: containers hold themselves, or each other many times.</exception>
    public static List<(string Name, Tensor Tensor)> Tensors(object? root)
    {
        var found = new List<(string, Tensor)>();
        int containers = 0;
        Walk(root, "", 0);
        return found;

        void Walk(object? value, string path, int depth)
        {
            if (value is Tensor tensor) found.Add((path, tensor));
            if (value is Tensor or string || Children(value) is not { } children) return;
            if (path.Length > LongestPath) throw Invalid($"a path of names is longer than {LongestPath} characters");
            if (depth == Deepest || ++containers + found.Count > MostNames)
                throw Invalid("its lists and dictionaries hold one another without end");
            string prefix = path.Length == 0 ? "" : path + ".";
            foreach ((string name, object? child) in children)
                Walk(child, prefix + name, depth + 1);
        }
    }

    /// <summary>What stands at the top of a file, for a message.</summary>
    public static string Names(object? root) =>
        Children(root)?.Select(child => $"'{child.Name}'").ToList() is { Count: > 0 } names
            ? string.Join(", ", names.Take(20)) + (names.Count > 20 ? ", …" : "")
            : "no names";

    static IEnumerable<(string Name, object? Value)>? Children(object? value) => value switch
    {
        OrderedDictionary<string, object?> dictionary => dictionary.Select(pair => (pair.Key, pair.Value)),
        IReadOnlyList<object?> list => list.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
        _ => null,
    };

    static object? Meaning(string name) => name switch
    {
        "collections.OrderedDict" or "torch.Size" or "torch.device" or "torch._utils._rebuild_tensor_v2"
            or "torch._utils._rebuild_parameter" => new PickleName(name),
        _ when s_storages.ContainsKey(name) => new PickleName(name),
        _ when s_types.Contains(name) => name,
        _ => null,
    };

    object? Call(string name, object?[] arguments) => (name, arguments) switch
    {
        ("torch._utils._rebuild_tensor_v2", [Storage storage, long offset, object?[] sizes, object?[] strides, bool, ..]) =>
            View(storage, offset, Whole(sizes), Whole(strides)),
        ("torch._utils._rebuild_parameter", [Tensor data, bool, _]) => data,
        ("torch.Size", [IReadOnlyList<object?> sizes]) => sizes,
        ("torch.device", [string device]) => device,
        ("torch.device", [string device, long index]) => string.Create(CultureInfo.InvariantCulture, $"{device}:{index}"),
        _ => throw Invalid($"it calls {name} in a way that torch.save does not"),
    };

    static long[] Whole(object?[] numbers) =>
        [.. numbers.Select(number => number as long? ?? throw Invalid("a size or stride is no whole number"))];

    static Tensor View(Storage storage, long offset, long[] sizes, long[] strides)
    {
        Shape shape = Elements.ShapeOf(sizes, "PyTorch: a tensor");
        long held = storage.Elements.Count;
        if (sizes.Length != strides.Length || strides.Any(stride => stride < 0) || offset < 0)
            throw Invalid($"a tensor of shape {shape} cannot have the strides ({string.Join(", ", strides)}) from element {offset}");
        if (shape.Count == 0) return Tensor.Zeros(shape, storage.Elements.DType);
        if (shape.Count > held)
            throw Invalid($"a tensor of shape {shape} repeats the {held} elements of its storage; save a .clone() of it");
        Int128 last = offset;
        for (int i = 0; i < sizes.Length && last < held; i++)
            last += (sizes[i] - 1) * (Int128)strides[i];
        return last < held
            ? storage.Elements.View(shape, [.. strides.Select(stride => (nint)stride)], (nint)offset)
            : throw Invalid($"a tensor of shape {shape} reaches beyond the {held} elements of its storage");
    }

    Storage Find(object? id)
    {
        if (id is not object?[] parts
            || parts is not ["storage", PickleName { Name: var name }, string key, string, long count]
            || !s_storages.TryGetValue(name, out ElementType type))
        {
            throw Invalid("a storage is not described as torch.save does it");
        }
        if (!_storages.TryGetValue(key, out Storage? storage))
            _storages.Add(key, storage = new(type, Load(key, type, count)));
        return storage.Type == type && storage.Elements.Count == count
            ? storage
            : throw Invalid($"storage {key} is described in two ways");
    }

    Tensor Load(string key, ElementType type, long count)
    {
        ZipArchiveEntry entry = _archive.GetEntry($"{_root}data/{key}") ?? throw Invalid($"storage {key} is missing");
        if (count < 0 || count > long.MaxValue / 8 || entry.Length != count * Elements.SizeOf(type))
            throw Invalid($"storage {key} of {entry.Length} bytes does not hold {count} elements");
        using Stream stream = Zip.Content(entry, "PyTorch");
        return Elements.Read(stream, type, [(nint)count], $"PyTorch: storage {key}", _bigEndian);
    }

    static byte[] Bytes(ZipArchiveEntry entry, int longest)
    {
        if (entry.Length > longest) throw Invalid($"{entry.FullName} cannot be {entry.Length} bytes long");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = Zip.Content(entry, "PyTorch");
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            ? bytes
            : throw Invalid($"{entry.FullName} is cut short");
    }

    static InvalidDataException Invalid(string reason) => new($"PyTorch: {reason}.");

    sealed record Storage(ElementType Type, Tensor Elements);
}
