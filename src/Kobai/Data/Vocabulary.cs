namespace Kobai.Data;

/// <summary>Characters or words, each with a number: from text to labels and back.</summary>
/// <example><code>
/// var letters = Vocabulary.OfCharacters("abba");
/// letters.Encode("bab")         // [1, 0, 1]
/// letters.Decode([0, 0, 1])     // aab
/// var words = Vocabulary.OfWords(["A rose is", "a rose"], most: 2);
/// words.Encode("a red rose")    // [1, 0, 2]
/// words.Tokens                  // [?, a, rose]
/// </code></example>
public sealed class Vocabulary
{
    /// <summary>What stands for words that are not in a vocabulary of words; its number is 0.</summary>
    public const string Unknown = "?";

    readonly Dictionary<string, int> _numbers;
    readonly bool _isOfWords;

    Vocabulary(string[] tokens, bool isOfWords)
    {
        (Tokens, _isOfWords) = (tokens, isOfWords);
        _numbers = tokens.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
    }

    /// <summary>The characters or words, in the order of their numbers.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>The number of characters or words.</summary>
    public int Count => Tokens.Count;

    /// <summary>All characters of a text, in the order of their code points; a character outside is an error
    /// later.</summary>
    public static Vocabulary OfCharacters(string text) =>
        new([.. text.EnumerateRunes().Distinct().Order().Select(rune => rune.ToString())], isOfWords: false);

    /// <summary>The words of texts in lower case, the most frequent first, behind <see cref="Unknown"/>.</summary>
    /// <remarks>A word is a run of letters and digits; words as frequent as each other are in the order of their
    /// characters.</remarks>
    /// <param name="texts">The texts, or the lines of one.</param>
    /// <param name="most">The most words to keep.</param>
    /// <param name="atLeast">How often a word must come to be kept.</param>
    public static Vocabulary OfWords(IEnumerable<string> texts, int most = int.MaxValue, int atLeast = 1)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in texts.SelectMany(Words)) counts[word] = counts.GetValueOrDefault(word) + 1;
        var kept = counts.Where(pair => pair.Value >= atLeast)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(most);
        return new([Unknown, .. kept.Select(pair => pair.Key)], isOfWords: true);
    }

    /// <summary>The numbers of the characters or words of a text.</summary>
    /// <exception cref="ArgumentException">A character is not in the vocabulary.</exception>
    public Labels Encode(string text)
    {
        if (_isOfWords) return Labels.From([.. Words(text).Select(word => _numbers.GetValueOrDefault(word))]);
        return Labels.From([.. text.EnumerateRunes().Select((rune, place) => _numbers.TryGetValue(rune.ToString(), out int number)
            ? number
            : throw new ArgumentException(
                $"Vocabulary: the character '{rune}' at place {place} is not among the {Count} characters of the vocabulary."))]);
    }

    /// <summary>The text of numbers; words with a space between them.</summary>
    /// <exception cref="ArgumentException">A number is not of the vocabulary.</exception>
    public string Decode(Labels numbers) => string.Join(_isOfWords ? " " : "", numbers.Values.ToArray().Select(number =>
        number >= 0 && number < Count
            ? Tokens[(int)number]
            : throw new ArgumentException($"Vocabulary: numbers are from 0 to {Count - 1}; one is {number}.")));

    static IEnumerable<string> Words(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i])) continue;
            if (i > start) yield return text[start..i].ToLowerInvariant();
            start = i + 1;
        }
    }
}
