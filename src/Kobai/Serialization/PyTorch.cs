using System.IO.Compression;

namespace Kobai.Serialization;

/// <summary>The files that PyTorch's <c>torch.save</c> writes, <c>.pt</c> and <c>.pth</c>: read as data, never run.</summary>
/// <remarks>
/// <para>Such a file is a zip archive: a pickle, which is a program, and the elements. Of the program only what makes tensors,
/// numbers, texts, lists and dictionaries is understood; whatever else it asks for is refused by name.</para>
/// <para>double becomes Float64; float, half and bfloat16 become Float32, exactly. Whole numbers and truth values come in the
/// narrowest type that holds all of theirs: up to 16 bits Float32, wider Float64; a number that no double equals is refused.
/// Tensors that share a storage in the file share memory here.</para>
/// </remarks>
/// <example><code>
/// PyTorch.Write("model.pt", [new("weight", x)]);   // torch.load("model.pt") reads it
/// PyTorch.Read("model.pt")["weight"]               // [[1, 2, 3], [4, 5, 6]]
/// </code></example>
public static class PyTorch
{
    /// <summary>Reads all tensors of a file: those in dictionaries and lists by their path, as <c>optimizer.state.0.exp_avg</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="at">
    /// Where in a checkpoint the tensors are, such as <c>model</c> or <c>ema.model</c>; their names then begin behind it.
    /// </param>
    /// <returns>The tensors in the order of the file. A file of one bare tensor gives it with an empty name.</returns>
    /// <exception cref="InvalidDataException">The file is broken, or holds more than data; the message says what.</exception>
    /// <exception cref="KeyNotFoundException">There is no tensor at <paramref name="at"/>.</exception>
    /// <example><code>
    /// PyTorch.Write("checkpoint.pt", [new("model.weight", x), new("ema.weight", x * 2)]);
    /// PyTorch.Read("checkpoint.pt", at: "ema")["weight"]   // [[2, 4, 6], [8, 10, 12]]
    /// </code></example>
    public static IReadOnlyDictionary<string, Tensor> Read(string path, string at = "") => Disk.Read(path, stream => Read(stream, at));

    /// <summary>Reads all tensors of a stream that can seek, as <see cref="Read(string, string)"/> does.</summary>
    /// <exception cref="InvalidDataException">It is broken, or holds more than data; the message says what.</exception>
    /// <exception cref="KeyNotFoundException">There is no tensor at <paramref name="at"/>.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(Stream stream, string at = "")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(at);
        object? root = TorchArchive.Read(stream);
        string prefix = at.Length == 0 ? "" : at + ".";
        var tensors = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in TorchArchive.Tensors(root))
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !tensors.TryAdd(name[prefix.Length..], tensor))
                throw new InvalidDataException($"PyTorch: two tensors have the path '{name}'.");
        return tensors.Count > 0 || at.Length == 0
            ? tensors
            : throw new KeyNotFoundException($"PyTorch: there is no tensor under '{at}'; the file holds {TorchArchive.Names(root)}.");
    }

    /// <summary>Reads everything that a file holds, such as the settings beside the tensors of a checkpoint.</summary>
    /// <returns>
    /// null, <see cref="bool"/>, <see cref="long"/>, <see cref="System.Numerics.BigInteger"/> beyond it, <see cref="double"/>,
    /// <see cref="string"/>, a <see cref="Tensor"/>, an <c>IReadOnlyDictionary&lt;string, object?&gt;</c> for a dictionary, or an
    /// <c>IReadOnlyList&lt;object?&gt;</c> for a list or tuple.
    /// </returns>
    /// <exception cref="InvalidDataException">The file is broken, or holds more than data; the message says what.</exception>
    public static object? ReadAll(string path) => Disk.Read(path, TorchArchive.Read);

    /// <summary>Writes tensors to a file that <c>torch.load</c> reads as a state dictionary.</summary>
    /// <exception cref="ArgumentException">A name stands twice, or is not well-formed Unicode.</exception>
    public static void Write(string path, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors) =>
        Disk.Write(path, stream => TorchWriter.Write(stream, tensors));
}
