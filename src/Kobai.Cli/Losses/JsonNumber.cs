using System.Globalization;
using System.Text.Json;

namespace Kobai.Cli.Losses;

/// <summary>Numbers in JSON, which has no NaN and no infinity: strings stand for them.</summary>
static class JsonNumber
{
    /// <summary>The number read in double precision; null if it is none.</summary>
    public static double? Double(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => Special(json.GetString()!),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };

    /// <summary>The number rounded once, from its decimal digits to single precision; null if it is none.</summary>
    public static float? Single(JsonElement json) =>
        json.ValueKind == JsonValueKind.Number ? json.GetSingle() : (float?)Double(json);

    /// <summary>Writes the shortest digits that read back as the same double.</summary>
    public static void Write(Utf8JsonWriter json, double number)
    {
        if (IsWord(number))
            json.WriteStringValue(Text(number));
        else
            json.WriteRawValue(Text(number));
    }

    /// <summary>Writes the shortest digits that read back as the same float.</summary>
    public static void Write(Utf8JsonWriter json, float number)
    {
        if (IsWord(number))
            json.WriteStringValue(Text(number));
        else
            json.WriteRawValue(Text(number));
    }

    /// <summary>The shortest digits, or NaN, Infinity, -Infinity.</summary>
    public static string Text(double number) =>
        number == 0 && double.IsNegative(number) ? "-0.0" : number.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Text(double)"/>
    public static string Text(float number) =>
        number == 0 && float.IsNegative(number) ? "-0.0" : number.ToString("R", CultureInfo.InvariantCulture);

    static bool IsWord(double number) => !double.IsFinite(number);

    static double? Special(string word) => word switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => null,
    };
}
