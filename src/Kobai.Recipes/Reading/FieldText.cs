using System.Globalization;
using System.Text;

namespace Kobai.Recipes;

/// <summary>Reads the text of one field: missing, a number, a date.</summary>
sealed class FieldText
{
    /// <summary>The texts that mean "no value" in every file.</summary>
    public static readonly string[] UsualMissing =
        ["", "NA", "N/A", "n/a", "na", "#N/A", "<NA>", "NaN", "nan", "NAN", "NULL", "Null", "null", "None", "?", "-", "--"];

    static readonly byte[][] Currencies = [[.. "$"u8], [.. "€"u8], [.. "£"u8], [.. "¥"u8]];

    readonly byte[][] missing;
    readonly bool decimalComma;

    /// <summary>Reads fields of one file.</summary>
    /// <param name="moreMissing">Texts that mean "no value" besides the usual ones.</param>
    /// <param name="decimalComma">Whether 1,5 is one and a half, as in files whose fields are not split by commas.</param>
    public FieldText(IEnumerable<string> moreMissing, bool decimalComma)
    {
        missing = [.. UsualMissing.Concat(moreMissing).Select(Encoding.UTF8.GetBytes)];
        this.decimalComma = decimalComma;
    }

    public bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (byte[] token in missing)
            if (text.SequenceEqual(token))
                return true;
        return false;
    }

    /// <summary>Reads a finite number; also with a currency or percent sign, a decimal comma, or commas between thousands.</summary>
    public bool TryNumber(ReadOnlySpan<byte> text, out float value)
    {
        if (TryDigits(text, out value) || TryPlain(text, out value))
            return true;
        text = Bare(text);
        int comma = text.IndexOf((byte)',');
        if (comma < 0)
            return TryPlain(text, out value);
        if (text.Length > 64)
            return false;

        Span<byte> copy = stackalloc byte[text.Length];
        if (decimalComma)
        {
            text.CopyTo(copy);
            copy[comma] = (byte)'.';
            return TryPlain(copy, out value);
        }
        return TryWithoutThousands(text, copy, out value);
    }

    /// <summary>The commonest fields, at most seven digits, which are exact in 24 bits of precision.</summary>
    static bool TryDigits(ReadOnlySpan<byte> text, out float value)
    {
        int number = 0;
        value = 0;
        if (text.Length is 0 or > 7)
            return false;
        foreach (byte character in text)
        {
            int digit = character - '0';
            if ((uint)digit > 9)
                return false;
            number = number * 10 + digit;
        }
        value = number;
        return true;
    }

    static bool TryPlain(ReadOnlySpan<byte> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    /// <summary>The text without a currency sign before it or a percent sign after it.</summary>
    static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith("%"u8))
            return text[..^1];
        foreach (byte[] sign in Currencies)
            if (text.StartsWith(sign))
                return text[sign.Length..];
        return text;
    }

    /// <summary>1,234,567.8: one to three digits, then groups of exactly three.</summary>
    static bool TryWithoutThousands(ReadOnlySpan<byte> text, Span<byte> copy, out float value)
    {
        value = 0;
        int point = text.IndexOf((byte)'.');
        int end = point < 0 ? text.Length : point;
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != ',')
                copy[length++] = text[i];
            else if (i == 0 || i >= end || (end - i) % 4 != 0)
                return false;
        }
        return TryPlain(copy[..length], out value);
    }
}
