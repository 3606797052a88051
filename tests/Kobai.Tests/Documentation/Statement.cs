using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Kobai.Tests.Documentation;

/// <summary>What an example says an expression gives.</summary>
static partial class Statement
{
    /// <summary>
    /// The words must be the same and every number must agree to the digits stated: 0.67 stands for 0.665 to 0.675,
    /// 0.66… for 0.66 to 0.67, and a whole number for itself. <c>shape (2, 3)</c> speaks of the shape only, and all
    /// that is left of an equals sign is a remark.
    /// </summary>
    public static void Check(object? given, string stated)
    {
        string value = stated.Split(" = ")[^1].Trim();
        bool onlyShape = value.StartsWith("shape ", StringComparison.Ordinal);
        string text = onlyShape && given is Tensor x ? $"shape {x.Shape}" : Text(given);
        Assert.True(Agree(text, value), $"gives {text}; the comment states {value}");
    }

    /// <summary>A value as the comments write it: tensors and lists in brackets, tuples in parentheses.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        Tensor x => Text(x.Shape.Sizes, x.ToArray<double>()),
        Labels x => Text(x.Shape.Sizes, x.Values.ToArray().Select(label => (double)label).ToArray()),
        string x => x,
        ITuple x => $"({string.Join(", ", Enumerable.Range(0, x.Length).Select(i => Text(x[i])))})",
        IFormattable x => x.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable x => $"[{string.Join(", ", x.Cast<object?>().Select(Text))}]",
        _ => value.ToString()!,
    };

    static string Text(ReadOnlySpan<nint> sizes, ReadOnlySpan<double> values)
    {
        if (sizes.IsEmpty) return Text(values[0]);
        int width = values.Length / Math.Max(1, (int)sizes[0]);
        var parts = new string[(int)sizes[0]];
        for (int i = 0; i < parts.Length; i++) parts[i] = Text(sizes[1..], values.Slice(i * width, width));
        return $"[{string.Join(", ", parts)}]";
    }

    static bool Agree(string given, string stated)
    {
        var numbers = Number().Matches(given);
        var statements = Number().Matches(stated);
        return Number().Replace(given, "0") == Number().Replace(stated, "0")
            && numbers.Zip(statements).All(pair => Agree(Parse(pair.First.Value), pair.Second));
    }

    static bool Agree(double given, Match stated)
    {
        string digits = stated.Groups["digits"].Value, exponent = stated.Groups["exponent"].Value;
        double value = Parse(digits + exponent);
        if (!digits.Contains('.') && exponent == "") return given == value;
        int decimals = digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0;
        double unit = Parse($"1{exponent}") * Math.Pow(10, -decimals);
        double excess = Math.Abs(given) - Math.Abs(value), rounding = 1e-6 * unit;
        return Math.Sign(given) * Math.Sign(value) >= 0 && (stated.Value.Contains('…')
            ? excess >= -rounding && excess < unit
            : Math.Abs(excess) <= unit / 2 + rounding);
    }

    static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<digits>-?\d+(\.\d+)?)…?(?<exponent>[eE][-+]?\d+)?")]
    private static partial Regex Number();
}
