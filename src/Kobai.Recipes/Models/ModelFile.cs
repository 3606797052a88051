using System.IO.Compression;
using System.Text.Json;
using Kobai.Serialization;

namespace Kobai.Recipes;

/// <summary>A trained model in one file: a zip archive of recipe.json and weights.safetensors.</summary>
/// <remarks>
/// The file holds data only. Equal models give equal bytes: entries carry a fixed date. The weights are stored
/// uncompressed, so a file cannot claim more of them than it is long.
/// </remarks>
static class ModelFile
{
    const string RecipeEntry = "recipe.json", WeightsEntry = "weights.safetensors";

    const long LongestRecipe = 1 << 28;

    static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Save(
        string path, ModelDescription description, IReadOnlyCollection<KeyValuePair<string, Tensor>> weights) =>
        OutputFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using (Stream entry = Create(archive, RecipeEntry, CompressionLevel.Optimal))
                JsonSerializer.Serialize(entry, description, ModelJson.Default.ModelDescription);
            using (Stream entry = Create(archive, WeightsEntry, CompressionLevel.NoCompression))
                Safetensors.Write(entry, weights);
        });

    /// <summary>Reads a model.</summary>
    /// <exception cref="RecipeException">The file is missing or is not a model; the message says why.</exception>
    public static (ModelDescription Description, IReadOnlyDictionary<string, Tensor> Weights) Load(string path)
    {
        using Stream stream = TableSource.FromFile(path).Open();
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            using MemoryStream recipe = Read(archive, RecipeEntry, LongestRecipe);
            ModelDescription description = JsonSerializer.Deserialize(recipe, ModelJson.Default.ModelDescription)
                ?? throw new InvalidDataException($"{RecipeEntry} is empty");
            if (description.Fault() is string fault)
                throw new InvalidDataException(fault);
            using MemoryStream weights = Read(archive, WeightsEntry, stream.Length);
            return (description, Safetensors.Read(weights));
        }
        catch (Exception cause) when (cause is InvalidDataException or JsonException or ArgumentException or NotSupportedException)
        {
            throw NotAModel(path, cause);
        }
    }

    public static RecipeException NotAModel(string path, Exception cause) =>
        new($"{path}: not a model that kobai can read: {cause.Message.TrimEnd('.')}.", cause);

    static Stream Create(ZipArchive archive, string name, CompressionLevel level)
    {
        ZipArchiveEntry entry = archive.CreateEntry(name, level);
        entry.LastWriteTime = Date;
        return entry.Open();
    }

    static MemoryStream Read(ZipArchive archive, string name, long longest)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new InvalidDataException($"it has no {name}");
        if (entry.Length > Math.Min(longest, Array.MaxLength))
            throw new InvalidDataException($"{name} claims {entry.Length} bytes");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length
            ? new MemoryStream(bytes, writable: false)
            : throw new InvalidDataException($"{name} is cut short");
    }
}
