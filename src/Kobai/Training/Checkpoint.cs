using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kobai.Serialization;

namespace Kobai;

/// <summary>Everything that a run needs to go on with the same bits: named tensors and texts.</summary>
/// <remarks>
/// <para>The file is safetensors, so that any program that reads that format reads the weights. The texts stand in its metadata,
/// with the SHA-256 of the whole file: computed with 64 zeros in its place.</para>
/// <para><see cref="Trainer{TTarget}"/> writes and reads checkpoints by itself. A loop of one's own does it with a
/// <see cref="CheckpointFolder"/>:</para>
/// <example><code>
/// var optimizer = new Adam(model.Parameters);
/// var folder = new CheckpointFolder("own-run");
/// int step = 0;
/// if (folder.Load() is { } last)
/// {
///     model.SetState(last.Part("model"));
///     optimizer.SetState(last.Part("optimizer"));
///     Generator.Default.SetState(Convert.FromBase64String(last.Texts["random"]));
///     step = (int)last.Number;
/// }
/// for (; step &lt; 3; step++)
/// {
///     optimizer.Step(() =&gt; Loss.SquaredError(model.Forward(Tensor.Normal([4, 3])), Tensor.Zeros([4, 2])));
///     var checkpoint = new Checkpoint(number: step + 1);
///     checkpoint.Add("model", model.GetState());
///     checkpoint.Add("optimizer", optimizer.GetState());
///     checkpoint.Texts["random"] = Convert.ToBase64String(Generator.Default.GetState());
///     folder.Save(checkpoint);
/// }
/// folder.Load()!.Number   // 3
/// </code></example>
/// </remarks>
/// <param name="number">What orders the checkpoints of a run, such as the number of steps.</param>
public sealed class Checkpoint(long number)
{
    const string SumText = "sha256", NumberText = "checkpoint";

    static readonly string s_blank = new('0', 2 * SHA256.HashSizeInBytes);

    readonly OrderedDictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>What orders the checkpoints of a run, such as the number of steps.</summary>
    public long Number => number;

    /// <summary>Texts by name.</summary>
    public IDictionary<string, string> Texts { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds the tensors of a part, which are read when the checkpoint is saved.</summary>
    /// <param name="part">The name of the part, such as <c>model</c>.</param>
    /// <param name="state">Its tensors by name.</param>
    /// <exception cref="ArgumentException">There is a part of the name, or a dot in it.</exception>
    public void Add(string part, IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(state);
        if (part.Contains('.', StringComparison.Ordinal)) throw new ArgumentException($"Checkpoint: the name of a part has no dot; this is '{part}'.", nameof(part));
        if (Part(part).Count > 0) throw new ArgumentException($"Checkpoint: there is a part '{part}' already.", nameof(part));
        foreach (var (name, tensor) in state) _tensors.Add($"{part}.{name}", tensor);
    }

    /// <summary>The tensors of a part by name; none if it was not added.</summary>
    public IReadOnlyDictionary<string, Tensor> Part(string part) => _tensors
        .Where(pair => pair.Key.StartsWith($"{part}.", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[(part.Length + 1)..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Writes the checkpoint beside its place, forces it to the disk, and moves it there.</summary>
    /// <exception cref="ArgumentException">A text is named <c>sha256</c> or <c>checkpoint</c>.</exception>
    public void Save(string path)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SumText] = s_blank,
            [NumberText] = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (name, text) in Texts) metadata.Add(name, text);
        Disk.Write(path, stream =>
        {
            Safetensors.Write(stream, _tensors, metadata);
            var (place, _, hash) = Check(stream);
            stream.Position = place;
            stream.Write(Encoding.ASCII.GetBytes(hash));
        });
    }

    /// <summary>Reads a checkpoint, and refuses one that is not whole.</summary>
    /// <exception cref="InvalidDataException">The file is torn, changed or no checkpoint; the message says so.</exception>
    public static Checkpoint Load(string path)
    {
        var (_, stated, hash) = Disk.Read(path, Check);
        if (!string.Equals(stated, hash, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the checksum is wrong: the file was torn or changed.");
        }
        using var file = Safetensors.Open(path);
        if (!file.Metadata.TryGetValue(NumberText, out string? numeral) || !long.TryParse(numeral, System.Globalization.CultureInfo.InvariantCulture, out long number))
        {
            throw new InvalidDataException($"{path}: this is no checkpoint.");
        }
        var checkpoint = new Checkpoint(number);
        foreach (string name in file.Names) checkpoint._tensors.Add(name, file[name]);
        foreach (var (name, text) in file.Metadata) if (name is not (SumText or NumberText)) checkpoint.Texts.Add(name, text);
        return checkpoint;
    }

    /// <summary>The place of the checksum in a file, what stands there, and what should.</summary>
    static (long Place, string Stated, string Hash) Check(Stream stream)
    {
        stream.Position = 0;
        byte[] prefix = new byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("the file is torn.");
        long length = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (length < 0 || length > stream.Length - 8 || length > Array.MaxLength) throw new InvalidDataException("the file is torn.");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        byte[] mark = Encoding.ASCII.GetBytes($"\"{SumText}\":\"");
        int at = header.AsSpan().IndexOf(mark);
        if (at < 0 || at + mark.Length + s_blank.Length > header.Length) throw new InvalidDataException("there is no checksum in it.");
        var place = header.AsSpan(at + mark.Length, s_blank.Length);
        string stated = Encoding.ASCII.GetString(place);
        place.Fill((byte)'0');
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(header);
        byte[] buffer = new byte[1 << 20];
        for (int count; (count = stream.Read(buffer)) > 0;) hash.AppendData(buffer.AsSpan(0, count));
        return (8 + at + mark.Length, stated, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
