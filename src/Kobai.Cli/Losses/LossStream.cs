using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kobai.Cli.Losses;

/// <summary>Evaluates one document a line and writes one result a line, in order.</summary>
sealed class LossStream(TextWriter output, DType type)
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64 };

    readonly ArrayBufferWriter<byte> buffer = new();

    public void Run(TextReader input, CancellationToken cancellation)
    {
        int number = 0;
        while (input.ReadLine() is string line)
        {
            cancellation.ThrowIfCancellationRequested();
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            using (Scope.Enter())
                Write(line, number);
        }
    }

    // A mistake in one line, of whatever kind, is the result of that line alone.
    void Write(string line, int number)
    {
        string id = "null";
        try
        {
            using JsonDocument json = Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out JsonElement stated))
                id = stated.GetRawText();
            LossResult result = LossDocument.Read(json.RootElement, null, type).Evaluate();
            WriteLine(id, result.Write);
        }
        catch (Exception mistake) when (mistake is not OperationCanceledException)
        {
            string message = LossMistake.Message(mistake);
            WriteLine(id, writer => writer.WriteString("error", id is "null" ? $"line {number}: {message}" : message));
        }
    }

    void WriteLine(string id, Action<Utf8JsonWriter> members)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, LossMistake.Plain))
        {
            json.WriteStartObject();
            json.WritePropertyName("id");
            json.WriteRawValue(id);
            members(json);
            json.WriteEndObject();
        }
        output.Write(Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n");
        output.Flush();
    }

    static JsonDocument Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line, Strict);
        }
        catch (JsonException fault)
        {
            throw LossMistake.NotJson(line, fault);
        }
    }
}
