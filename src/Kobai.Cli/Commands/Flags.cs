using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace Kobai.Cli.Commands;

/// <summary>Makes options whose values are checked as they are read.</summary>
static class Flags
{
    /// <summary>Names of columns, separated by commas.</summary>
    public static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "COLUMN,…",
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(','))],
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public static Option<T?> Choice<T>(string name, string description) where T : struct, Enum => new(name)
    {
        Description = description,
        HelpName = string.Join('|', Enum.GetNames<T>().Select(each => each.ToLowerInvariant())),
        CustomParser = result =>
        {
            string token = result.Tokens[0].Value;
            if (Enum.TryParse(token, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(token[0]))
                return value;
            result.AddError($"{name}: '{token}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
            return null;
        },
    };

    /// <summary>A number from a range.</summary>
    public static Option<T?> Number<T>(string name, string description, string helpName, T low, T high)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string token = result.Tokens[0].Value;
                if (T.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= low && value <= high)
                    return value;
                result.AddError($"{name}: '{token}' is not a number from {low:G} to {high:G}.");
                return null;
            },
        };
}
