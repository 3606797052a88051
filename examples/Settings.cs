using System.Globalization;

namespace Kobai.Examples;

/// <summary>What follows the name of an example on the command line, as name=value.</summary>
public sealed class Settings
{
    readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Settings from arguments; those without "=" are left alone.</summary>
    public Settings(params IEnumerable<string> arguments)
    {
        foreach (string[] pair in arguments.Where(argument => argument.Contains('=', StringComparison.Ordinal)).Select(argument => argument.Split('=', 2)))
            _given[pair[0]] = pair[1];
    }

    /// <summary>The settings that nothing asked for.</summary>
    public IEnumerable<string> Unknown => _given.Keys.Where(name => !_asked.Contains(name));

    /// <summary>The settings that were asked for.</summary>
    public IEnumerable<string> Known => _asked;

    /// <summary>A text; null if it is not given.</summary>
    public string? Text(string name)
    {
        _asked.Add(name);
        return _given.GetValueOrDefault(name);
    }

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
}
