using System.Text;

namespace Kobai.Recipes;

/// <summary>Where the text of a table comes from; it is read more than once.</summary>
public sealed class TableSource
{
    readonly Func<Stream> open;

    TableSource(string name, Func<Stream> open) => (Name, this.open) = (name, open);

    /// <summary>The name that messages use.</summary>
    public string Name { get; }

    /// <summary>A file.</summary>
    public static TableSource FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path, () => File.OpenRead(path));
    }

    /// <summary>Comma-separated text in memory.</summary>
    public static TableSource FromText(string name, string text) => FromBytes(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes of a file in memory.</summary>
    public static TableSource FromBytes(string name, byte[] bytes) =>
        new(name, () => new MemoryStream(bytes, writable: false));

    /// <summary>Opens the text anew.</summary>
    /// <exception cref="RecipeException">The file cannot be opened.</exception>
    internal Stream Open()
    {
        try
        {
            return open();
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new RecipeException($"{Name}: no such file{Neighbors()}", cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw new RecipeException(
                Directory.Exists(Name) ? $"{Name}: this is a folder; name a file in it." : $"{Name}: reading is not permitted.",
                cause);
        }
        catch (Exception cause) when (cause is IOException or ArgumentException or NotSupportedException)
        {
            throw new RecipeException($"{Name}: cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>The end of "no such file": a file beside it with nearly the same name, or the folder searched.</summary>
    string Neighbors()
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(Name)) ?? ".";
        if (!Directory.Exists(folder))
            return $"; there is no folder '{folder}' either.";
        string? nearest = Spelling.Nearest(
            Path.GetFileName(Name), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!));
        return nearest is null ? $" in '{folder}'." : $". Did you mean '{nearest}'?";
    }
}
