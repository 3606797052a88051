using System.Text.Json;

namespace Kobai.Tests.Golden;

/// <summary>The reference values that the programs in tests/Golden wrote.</summary>
static class GoldenFile
{
    public static JsonElement Read(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", name));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
