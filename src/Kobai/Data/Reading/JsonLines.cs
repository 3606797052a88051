using System.Text.Json;

namespace Kobai.Data;

/// <summary>Files with one JSON object in each line, plain or gzip.</summary>
public static class JsonLines
{
    /// <summary>Rows with a number to predict: inputs (N, numbers), targets (N, 1).</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">The properties that make a row, each a number, a truth value or an array of these.</param>
    /// <param name="target">The property to predict, a number.</param>
    /// <exception cref="InvalidDataException">A line is not such an object; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// File.WriteAllText("points.jsonl", """
    ///     {"at": [1, 2], "new": true, "height": 0.5}
    ///     {"at": [3, 4], "new": false, "height": 0.25}
    ///     """);
    /// JsonLines.Read("points.jsonl", ["at", "new"], "height").All()   // ([[1, 2, 1], [3, 4, 0]], [[0.5], [0.25]])
    /// </code></example>
    public static Dataset<Tensor> Read(string path, IReadOnlyList<string> inputs, string target) =>
        TableRows.Numbers(Rows(path, inputs, target, Number));

    /// <summary>Rows with a class to predict: a text, a number or a truth value.</summary>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string}, string)"/>
    /// <example><code>
    /// File.WriteAllText("pets.jsonl", """
    ///     {"weight": 4, "kind": "cat"}
    ///     {"weight": 20, "kind": "dog"}
    ///     """);
    /// JsonLines.ReadClasses("pets.jsonl", ["weight"], "kind").Classes   // [cat, dog]
    /// </code></example>
    public static Dataset<Labels> ReadClasses(string path, IReadOnlyList<string> inputs, string target) =>
        TableRows.Classes(Rows(path, inputs, target, Text));

    /// <summary>The rows of a file of any size, one at a time, each time it is enumerated.</summary>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string}, string)"/>
    /// <example><code>
    /// File.WriteAllText("points.jsonl", """{"x": 1, "y": 2}""");
    /// JsonLines.Stream("points.jsonl", ["x"], "y").Batches(8).Single()   // ([[1]], [[2]])
    /// </code></example>
    public static ExampleStream<Tensor> Stream(string path, IReadOnlyList<string> inputs, string target) =>
        TableRows.StreamNumbers(Rows(path, inputs, target, Number));

    /// <summary>Whatever a function makes of each line, one at a time, each time it is enumerated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes an item of the object in a line; its exceptions come out with the place.</param>
    /// <exception cref="InvalidDataException">A line is not JSON, or the function threw.</exception>
    /// <example><code>
    /// File.WriteAllText("mail.jsonl", """{"text": "hello", "spam": false}""");
    /// JsonLines.Items("mail.jsonl", mail =&gt; mail.GetProperty("text").GetString())   // [hello]
    /// </code></example>
    public static IEnumerable<T> Items<T>(string path, Func<JsonElement, T> read)
    {
        foreach (var (line, number) in Lines(path))
        {
            T item;
            using (line)
            {
                try
                {
                    item = read(line.RootElement);
                }
                catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
                {
                    throw new InvalidDataException(
                        $"{path}, line {number}: {error.Message} The line is {Quote.Short(line.RootElement.GetRawText())}", error);
                }
            }
            yield return item;
        }
    }

    delegate T ReadTarget<T>(JsonElement value, Func<string, InvalidDataException> wrong);

    static IEnumerable<TableRow<T>> Rows<T>(string path, IReadOnlyList<string> inputs, string target, ReadTarget<T> read)
    {
        var values = new List<float>();
        foreach (var (line, number) in Lines(path))
        {
            using (line)
            {
                values.Clear();
                foreach (string name in inputs) Append(Property(line, name, number), Wrong(name, number), values);
                yield return new([.. values], read(Property(line, target, number), Wrong(target, number)), path, number);
            }
        }

        Func<string, InvalidDataException> Wrong(string name, int number) => what => new($"{path}, line {number}, '{name}': {what}");

        JsonElement Property(JsonDocument line, string name, int number) =>
            line.RootElement.ValueKind != JsonValueKind.Object
                ? throw new InvalidDataException(
                    $"{path}, line {number}: an object is expected; the line is {Quote.Short(line.RootElement.GetRawText())}.")
            : line.RootElement.TryGetProperty(name, out var value)
                ? value
                : throw new InvalidDataException(
                    $"{path}, line {number}: there is no '{name}'; the object has {string.Join(", ", line.RootElement.EnumerateObject().Select(property => property.Name))}.");
    }

    static void Append(JsonElement value, Func<string, InvalidDataException> wrong, List<float> values)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) Append(item, wrong, values);
        }
        else
        {
            values.Add(value.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                _ => Number(value, wrong),
            });
        }
    }

    static float Number(JsonElement value, Func<string, InvalidDataException> wrong) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number) && float.IsFinite(number)
            ? number
            : throw wrong($"a number is expected; the value is {Quote.Short(value.GetRawText())}.");

    static string Text(JsonElement value, Func<string, InvalidDataException> wrong) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw wrong($"a class is expected, a text, a number or a truth value; the value is {Quote.Short(value.GetRawText())}."),
    };

    static IEnumerable<(JsonDocument Line, int Number)> Lines(string path)
    {
        using var text = SourceFile.OpenText(path);
        while (text.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) yield return (Parsed(line, text), text.Line);
        }
    }

    static JsonDocument Parsed(string line, SourceText text)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"{text.Path}, line {text.Line}, byte {error.BytePositionInLine}: this is not JSON. Each line must hold one whole object; the line is {Quote.Short(line)}", error);
        }
    }
}
