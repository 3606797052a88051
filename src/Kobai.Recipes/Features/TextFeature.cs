using System.Runtime.InteropServices;

namespace Kobai.Recipes;

/// <summary>Words: an input per known word or pair of words, weighted by its count in the text and its rarity.</summary>
/// <remarks>
/// The weights are TF-IDF (Salton and Buckley 1988): (1 + ln tf) · idf with idf = ln((1 + n) / (1 + df)) + 1, the row scaled
/// to length 1. Words are runs of letters, digits and apostrophes in lower case.
/// </remarks>
/// <param name="Column">The name of the column.</param>
/// <param name="Terms">The known words and pairs, the most frequent first.</param>
/// <param name="Weights">The idf of each.</param>
sealed record TextFeature(string Column, string[] Terms, float[] Weights) : Feature(Column)
{
    const int MostTerms = 5000;

    readonly Dictionary<string, int> positions =
        Terms.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);

    public override int Width => Terms.Length;

    public override IEnumerable<string> InputNames => Terms.Select(term => $"{Column} has '{term}'");

    public override ColumnSchema Schema => new(Column, ColumnKind.Text, 0, 0, "");

    public static TextFeature Fit(Table table, int column, ReadOnlySpan<int> rows)
    {
        var frequencies = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (int row in rows)
            foreach (string term in TermsOf(table.Text(row, column)).Distinct(StringComparer.Ordinal))
                CollectionsMarshal.GetValueRefOrAddDefault(frequencies, term, out _)++;
        int fewest = rows.Length < 1000 ? 2 : 3;
        KeyValuePair<string, int>[] kept =
        [
            .. frequencies.Where(pair => pair.Value >= fewest)
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(MostTerms),
        ];
        int n = rows.Length;
        return new(
            table.Columns[column].Name,
            [.. kept.Select(pair => pair.Key)],
            [.. kept.Select(pair => (float)(Math.Log((1.0 + n) / (1 + pair.Value)) + 1))]);
    }

    public override bool IsSound() => Terms.Length == Weights.Length;

    public override void Encode(Table table, int row, int column, Span<float> inputs)
    {
        var found = new List<int>();
        foreach (string term in TermsOf(table.Text(row, column)))
            if (positions.TryGetValue(term, out int position) && inputs[position]++ == 0)
                found.Add(position);
        double squares = 0;
        foreach (int i in found)
        {
            inputs[i] = (1 + MathF.Log(inputs[i])) * Weights[i];
            squares += (double)inputs[i] * inputs[i];
        }
        float scale = (float)(1 / Math.Sqrt(squares));
        foreach (int i in found)
            inputs[i] *= scale;
    }

    /// <summary>The words of a text, each followed by the pair it ends.</summary>
    static IEnumerable<string> TermsOf(string? text)
    {
        if (text is null)
            yield break;
        string lower = text.ToLowerInvariant();
        string? previous = null;
        for (int start = 0, end; start < lower.Length; start = end + 1)
        {
            for (end = start; end < lower.Length && (char.IsLetterOrDigit(lower[end]) || lower[end] == '\''); end++) { }
            if (end == start)
                continue;
            string word = lower[start..end];
            yield return word;
            if (previous is not null)
                yield return $"{previous} {word}";
            previous = word;
        }
    }
}
