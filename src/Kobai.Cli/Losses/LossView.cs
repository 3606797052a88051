using System.Buffers;
using System.Text;
using System.Text.Json;
using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Writes the result of one document as JSON that a person can read.</summary>
static class LossView
{
    const int Width = 100;

    /// <summary>The loss, its sum and denominator, and the gradients.</summary>
    public static string Text(LossDocument document, LossResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, LossMistake.Plain))
        {
            json.WriteStartObject();
            json.WriteString("name", document.Entry.Name);
            json.WriteString("reduction", Reductions.Name(document.Reduction));
            result.Write(json, "loss", result.Loss);
            if (document.Reduction != Reduction.None)
            {
                json.WritePropertyName("sum");
                JsonNumber.Write(json, result.Loss.LossSum);
                json.WritePropertyName("denominator");
                JsonNumber.Write(json, result.Loss.LossDenominator);
            }
            foreach ((string name, Tensor value) in result.Gradients)
                result.Write(json, $"grad_{name}", value);
            json.WriteEndObject();
        }
        using JsonDocument parsed = JsonDocument.Parse(buffer.WrittenMemory);
        return Lines(parsed.RootElement, "", alwaysBroken: true);
    }

    // A list that fits stands in one line; a longer one has a line for each of its lists.
    static string Lines(JsonElement json, string indent, bool alwaysBroken = false)
    {
        bool isObject = json.ValueKind == JsonValueKind.Object;
        if (!isObject && json.ValueKind != JsonValueKind.Array)
            return json.GetRawText();
        string deeper = indent + "  ";
        IEnumerable<string> Parts(string each) => isObject
            ? json.EnumerateObject().Select(member => $"\"{member.Name}\": {Lines(member.Value, each)}")
            : json.EnumerateArray().Select(part => Lines(part, each));
        string line = string.Join(", ", Parts(indent));
        bool isFlat = !isObject && json.EnumerateArray().All(part => part.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object));
        if (!alwaysBroken && (isFlat || line.Length + indent.Length < Width))
            return isObject ? $"{{{line}}}" : $"[{line}]";
        var text = new StringBuilder();
        text.Append(isObject ? "{\n" : "[\n").Append(deeper).AppendJoin($",\n{deeper}", Parts(deeper)).Append('\n').Append(indent);
        return text.Append(isObject ? '}' : ']').ToString();
    }
}
