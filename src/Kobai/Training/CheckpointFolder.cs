using System.Globalization;

namespace Kobai;

/// <summary>The checkpoints of a run: the newest, and the one before in case the newest is not whole.</summary>
/// <remarks>
/// <example><code>
/// var folder = new CheckpointFolder("some-run");
/// folder.Save(new Checkpoint(number: 1));
/// folder.Load()!.Number   // 1
/// </code></example>
/// </remarks>
/// <param name="path">The folder; made when first written to.</param>
public sealed class CheckpointFolder(string path)
{
    const int Kept = 2;
    const string Prefix = "checkpoint-", Suffix = ".safetensors";

    /// <summary>Saves a checkpoint, then removes those before the last one.</summary>
    public void Save(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        Directory.CreateDirectory(path);
        checkpoint.Save(Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{checkpoint.Number:D12}{Suffix}")));
        foreach (string old in Newest().Skip(Kept)) File.Delete(old);
    }

    /// <summary>Reads the newest checkpoint that is whole; null if there is none.</summary>
    /// <param name="notice">Receives a sentence for each checkpoint that is passed over; standard error by default.</param>
    public Checkpoint? Load(Action<string>? notice = null)
    {
        if (!Directory.Exists(path)) return null;
        foreach (string partial in Directory.GetFiles(path, $"{Prefix}*.partial")) File.Delete(partial);
        foreach (string file in Newest())
        {
            try
            {
                return Checkpoint.Load(file);
            }
            catch (InvalidDataException error)
            {
                (notice ?? Console.Error.WriteLine)($"{error.Message} The checkpoint before it is taken, if there is one.");
            }
        }
        return null;
    }

    IEnumerable<string> Newest() => Directory.GetFiles(path, $"{Prefix}*{Suffix}").OrderDescending(StringComparer.Ordinal);
}
