using System.Text;

namespace Kobai.Recipes;

/// <summary>Numbers the different values of a category column in the order they are met.</summary>
sealed class Vocabulary
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    /// <summary>The code of a value that a closed vocabulary does not hold.</summary>
    public const int Unseen = -2;

    readonly List<string> values = [];
    readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    readonly bool open;

    /// <summary>An empty vocabulary that takes in every value.</summary>
    public Vocabulary() => (lookup, open) = (codes.GetAlternateLookup<ReadOnlySpan<char>>(), true);

    /// <summary>A closed vocabulary of the given values.</summary>
    public Vocabulary(IEnumerable<string> known)
    {
        lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string value in known)
            Add(value);
    }

    public IReadOnlyList<string> Values => values;

    public int Code(ReadOnlySpan<byte> text)
    {
        Span<char> chars = text.Length <= 256 ? stackalloc char[text.Length] : new char[text.Length];
        ReadOnlySpan<char> value = chars[..Encoding.UTF8.GetChars(text, chars)];
        return lookup.TryGetValue(value, out int code) ? code
            : open ? Add(value.ToString())
            : Unseen;
    }

    int Add(string value)
    {
        codes.Add(value, values.Count);
        values.Add(value);
        return values.Count - 1;
    }
}
