using System.Globalization;

namespace Kobai.Serialization;

/// <summary>Reads the text of a Python dictionary of texts, truth values and tuples of whole numbers.</summary>
ref struct PythonLiteral(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> _left = text;

    /// <summary>The entries: string, bool, a list of long, null for anything else in brackets; null if it is no dictionary.</summary>
    public Dictionary<string, object?>? Dictionary()
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!Skip("{")) return null;
        while (!Skip("}"))
        {
            if (Text() is not string key || !Skip(":") || !Value(out object? value) || !entries.TryAdd(key, value)) return null;
            if (!Skip(",") && !_left.TrimStart().StartsWith("}")) return null;
        }
        return _left.Trim().IsEmpty ? entries : null;
    }

    bool Value(out object? value)
    {
        value = Skip("True") ? true : Skip("False") ? false : Text() ?? (object?)Tuple();
        return value is not null || SkipList();
    }

    string? Text()
    {
        if (!Skip("'")) return null;
        int end = _left.IndexOf('\'');
        if (end < 0) return null;
        string found = _left[..end].ToString();
        _left = _left[(end + 1)..];
        return found;
    }

    List<long>? Tuple()
    {
        if (!Skip("(")) return null;
        var numbers = new List<long>();
        while (!Skip(")"))
        {
            _left = _left.TrimStart();
            int digits = _left.IndexOfAnyExcept("0123456789");
            if (digits < 1 || !long.TryParse(_left[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
                return null;
            _left = _left[digits..];
            Skip("L");
            numbers.Add(number);
            if (!Skip(",") && !_left.TrimStart().StartsWith(")")) return null;
        }
        return numbers;
    }

    // The list of a structure's fields is not of interest: up to the bracket that closes it.
    bool SkipList()
    {
        _left = _left.TrimStart();
        if (!_left.StartsWith("[")) return false;
        int depth = 0;
        for (int i = 0; i < _left.Length; i++)
        {
            depth += _left[i] == '[' ? 1 : _left[i] == ']' ? -1 : 0;
            if (depth > 0) continue;
            _left = _left[(i + 1)..];
            return true;
        }
        return false;
    }

    bool Skip(string token)
    {
        ReadOnlySpan<char> left = _left.TrimStart();
        if (!left.StartsWith(token)) return false;
        _left = left[token.Length..];
        return true;
    }
}
