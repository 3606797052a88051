using System.Globalization;

namespace Kobai.Examples;

/// <summary>What follows the name of an example on the command line, as name=value.</summary>
public sealed class Settings
{
    static readonly string[] s_names =
    [
        "decay", "dropout", "features", "heads", "hidden", "layers", "length", "modulus", "rate", "share", "size", "steps",
        "temperature", "text", "windows",
    ];

    readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <summary>Settings from arguments; those without "=" are left alone.</summary>
    /// <exception cref="FormatException">No example has such a setting.</exception>
    public Settings(params IEnumerable<string> arguments)
    {
        foreach (string argument in arguments.Where(argument => argument.Contains('=', StringComparison.Ordinal)))
        {
            string[] pair = argument.Split('=', 2);
            _given[Known(pair[0])] = pair[1];
        }
    }

    /// <summary>A text; null if it is not given.</summary>
    public string? Text(string name) => _given.GetValueOrDefault(Known(name));

    /// <summary>A whole number above 0.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public int Count(string name, int otherwise) => Text(name) switch
    {
        null => otherwise,
        string text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 => number,
        string text => throw new FormatException($"{name} must be a whole number above 0; it is {text}."),
    };

    /// <summary>A number, 0 or more.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public double Number(string name, double otherwise) => Text(name) switch
    {
        null => otherwise,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= 0 => number,
        string text => throw new FormatException($"{name} must be a number, 0 or more; it is {text}."),
    };

    static string Known(string name) => s_names.Contains(name, StringComparer.Ordinal)
        ? name
        : throw new FormatException(
            $"There is no setting {name}. The settings are:\n  {string.Join("\n  ", s_names.Chunk(8).Select(row => string.Join(", ", row)))}.");
}
