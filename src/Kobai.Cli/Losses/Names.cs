namespace Kobai.Cli.Losses;

/// <summary>Compares names as people write them: cross_entropy, cross-entropy and CrossEntropyLoss are one.</summary>
static class Names
{
    /// <summary>Letters and digits in lower case, without the word "loss" at the end.</summary>
    public static string Key(string name)
    {
        string key = string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return key.EndsWith("loss", StringComparison.Ordinal) && key.Length > 4 ? key[..^4] : key;
    }

    /// <summary>Whether two names are one.</summary>
    public static bool Same(string a, string b) => string.Equals(Key(a), Key(b), StringComparison.Ordinal);

    /// <summary>The candidate that takes the fewest changes of a letter, if there are few enough.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates)
    {
        string key = Key(name);
        var best = candidates.Select(each => (Name: each, Changes: Changes(key, Key(each))))
            .OrderBy(each => each.Changes).FirstOrDefault();
        return best.Name is not null && best.Changes <= Math.Max(1, key.Length / 3) ? best.Name : null;
    }

    /// <summary>" Did you mean …?", or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        Nearest(name, candidates) is string nearest ? $" Did you mean {nearest}?" : "";

    // Levenshtein's distance, one row of the table at a time.
    static int Changes(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                int change = diagonal + (a[i] == b[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(change, Math.Min(diagonal, row[j]) + 1);
            }
        }
        return row[^1];
    }
}
