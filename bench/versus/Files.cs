using System.Text;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>The folders of the repository, and files that are there wholly or not at all.</summary>
static class Files
{
    /// <summary>Where the sources of the comparison are.</summary>
    public static string Sources { get; } = Path.Combine(Root(), "bench", "versus");

    /// <summary>Where the results of this machine go.</summary>
    public static string Results { get; } = Path.Combine(Root(), "bench", "results", Machine.Name);

    /// <summary>Writes a file of the results.</summary>
    public static void Write(string name, string text)
    {
        Directory.CreateDirectory(Results);
        string path = Path.Combine(Results, name);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        Console.WriteLine($"Written: {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
    }

    /// <summary>Writes a file of the results for programs.</summary>
    public static void WriteJson(string name, Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("machine", Machine.Name);
            write(json);
            json.WriteEndObject();
        }
        Write(name, Encoding.UTF8.GetString(memory.ToArray()) + "\n");
    }

    static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kobai.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
