using System.IO.MemoryMappedFiles;

namespace Kobai.Serialization;

/// <summary>An open safetensors file, mapped into memory; its tensors are copied out of it one by one.</summary>
/// <remarks>
/// Made by <see cref="Safetensors.Open"/>. The tensors live on when the file is closed. Several threads may read at once. The
/// file must not be cut short while it is open; <see cref="Safetensors.Write(string, IReadOnlyCollection{KeyValuePair{string,
/// Tensor}}, IReadOnlyDictionary{string, string}?)"/> never does so, it puts a new file in its place.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    readonly string _path;
    readonly SafetensorsHeader _header;
    readonly Dictionary<string, SafetensorsHeader.Entry> _entries;
    readonly MemoryMappedFile _map;

    internal SafetensorsFile(string path)
    {
        _path = path;
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            _header = Disk.Named(path, () => SafetensorsHeader.Read(stream));
            _entries = _header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
            _map = MemoryMappedFile.CreateFromFile(
                stream, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The texts beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The names of the tensors in their order.</summary>
    public IReadOnlyList<string> Names => [.. _header.Entries.Select(entry => entry.Name)];

    /// <summary>A tensor, copied out of the file.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of the name.</exception>
    /// <exception cref="InvalidDataException">A 64-bit whole number has no exact double.</exception>
    public Tensor this[string name]
    {
        get
        {
            SafetensorsHeader.Entry entry = Entry(name);
            // A view of no bytes would be one of all that follow.
            using Stream stream = entry.Begin == entry.End
                ? Stream.Null
                : _map.CreateViewStream(_header.Start + entry.Begin, entry.End - entry.Begin, MemoryMappedFileAccess.Read);
            return Disk.Named(_path, () => Safetensors.ElementsOf(stream, entry));
        }
    }

    /// <summary>The shape of a tensor, which is not read for it.</summary>
    /// <exception cref="KeyNotFoundException">There is no tensor of the name.</exception>
    public Shape ShapeOf(string name) => Entry(name).Shape;

    /// <summary>Closes the file.</summary>
    public void Dispose() => _map.Dispose();

    SafetensorsHeader.Entry Entry(string name) => _entries.TryGetValue(name, out SafetensorsHeader.Entry entry)
        ? entry
        : throw new KeyNotFoundException($"{_path}: there is no tensor '{name}'.");
}
