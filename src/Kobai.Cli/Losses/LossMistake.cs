using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kobai.Cli.Losses;

/// <summary>What a person is told about a document that cannot be evaluated.</summary>
static class LossMistake
{
    /// <summary>Letters such as ℓ stay themselves.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message without what the runtime adds to it.</summary>
    public static string Message(Exception mistake)
    {
        string message = mistake.Message;
        if (mistake is ArgumentException { ParamName: string name })
        {
            int end = message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal);
            return end < 0 ? message : message[..end];
        }
        return mistake is OutOfMemoryException ? "there is not enough memory for it." : message;
    }

    /// <summary>Says where a text stops being JSON.</summary>
    public static LossException NotJson(string text, JsonException fault)
    {
        string place = fault.LineNumber is > 0 and long line
            ? $"line {line + 1}, byte {fault.BytePositionInLine + 1}" : $"byte {fault.BytePositionInLine + 1}";
        string hint = HasBareWord(text) ? " Write NaN and infinities as strings: \"NaN\", \"Infinity\", \"-Infinity\"." : "";
        return new($"not JSON from {place} on.{hint}");
    }

    static bool HasBareWord(string text) => Array.Exists(
        ["NaN", "Infinity"],
        word => text.Replace($"-{word}", word, StringComparison.Ordinal).Replace($"\"{word}\"", "", StringComparison.Ordinal).Contains(word, StringComparison.Ordinal));
}
