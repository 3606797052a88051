using System.Text.Json;

namespace Kobai.Versus;

/// <summary>What is known about rows that are below their aim, from notes.json.</summary>
static class Notes
{
    static readonly Dictionary<string, string> s_notes = JsonSerializer.Deserialize<Dictionary<string, string>>(
        File.ReadAllText(Path.Combine(Files.Sources, "notes.json")))!;

    /// <summary>What bounds a row and what was tried: the note of the row with these threads, of the row, or of its name.</summary>
    public static string Of(Row row, string threads) =>
        ((string[])[$"{threads} × {row.Key}", row.Key, $"{threads} × {row.Name}", row.Name, ""])
        .Select(key => s_notes.GetValueOrDefault(key)).First(note => note is not null)!;
}
