namespace Kobai.Recipes;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
static class Spelling
{
    /// <summary>The candidate with the smallest edit distance, if it is within a third of the length.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int best = name.Length / 3 + 1;
        foreach (string candidate in candidates)
        {
            int distance = Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (distance < best)
                (nearest, best) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>The sentence that offers the nearest name, or lists what there is.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> candidates)
    {
        if (Nearest(name, candidates) is string nearest)
            return $"Did you mean '{nearest}'?";
        string shown = string.Join(", ", candidates.Take(12));
        return candidates.Count > 12 ? $"The columns are {shown}, … ({candidates.Count} in all)." : $"The columns are {shown}.";
    }

    /// <summary>Levenshtein's distance: the fewest insertions, deletions and replacements from a to b.</summary>
    static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int replace = diagonal + (a[i] == b[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replace, Math.Min(row[j], row[j + 1]) + 1);
            }
        }
        return row[^1];
    }
}
