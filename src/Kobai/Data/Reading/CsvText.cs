namespace Kobai.Data;

/// <summary>Comma-separated text after RFC 4180, record by record.</summary>
sealed class CsvText(SourceText source, char separator) : IDisposable
{
    const int End = -1, Longest = 1 << 24;

    readonly char[] _buffer = new char[1 << 15];
    readonly List<int> _ends = [];
    char[] _record = new char[256];
    int _at, _filled, _length, _line = 1;

    /// <summary>The number of fields of the record.</summary>
    public int Count => _ends.Count;

    /// <summary>The line that the record begins in, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>A field of the record, without its quotes.</summary>
    public ReadOnlySpan<char> this[int field] => _record.AsSpan()[(field == 0 ? 0 : _ends[field - 1]).._ends[field]];

    /// <summary>What is wrong with the record.</summary>
    public InvalidDataException Wrong(string what) => new($"{source.Path}, line {Line}: {what}");

    /// <summary>Goes to the next record; empty lines are passed over.</summary>
    /// <returns>False behind the last record.</returns>
    /// <exception cref="InvalidDataException">A quote stands where none may, or is never closed.</exception>
    public bool Read()
    {
        _ends.Clear();
        _length = 0;
        Line = _line;
        while (true)
        {
            int end = Field(out bool quoted);
            _ends.Add(_length);
            if (end == separator) continue;
            if (Count > 1 || _length > 0 || quoted) return true;
            if (end == End) return false;
            _ends.Clear();
            Line = _line;
        }
    }

    public void Dispose() => source.Dispose();

    // Reads one field and returns what ended it: the separator, a newline or the end of the file.
    int Field(out bool quoted)
    {
        int c = Next();
        quoted = c == '"';
        if (quoted) return Quoted();
        for (; c != separator && c is not (End or '\n' or '\r'); c = Next())
        {
            if (c == '"')
                throw Wrong(
                    $"field {Count + 1} has a quote but does not begin with one; quote the whole field, and write its quotes twice.");
            Add((char)c);
        }
        return Newline(c);
    }

    int Quoted()
    {
        int c;
        while (true)
        {
            c = Next();
            if (c == '"' && (c = Next()) != '"') break;
            if (c == End) throw Wrong($"a quote opens field {Count + 1} and is never closed; close it, or remove it.");
            if (c == '\n') _line++;
            Add((char)c);
        }
        c = Newline(c);
        return c == separator || c is '\n' or End
            ? c
            : throw Wrong(
                $"field {Count + 1} goes on behind its closing quote; close the quote at the end, and write quotes inside twice.");
    }

    // A newline may be \n, \r\n or \r.
    int Newline(int c)
    {
        if (c == '\r')
        {
            c = '\n';
            if (Next() is not ('\n' or End)) _at--;
        }
        if (c == '\n') _line++;
        return c;
    }

    int Next()
    {
        if (_at == _filled)
        {
            (_at, _filled) = (0, source.Read(_buffer));
            if (_filled == 0) return End;
        }
        return _buffer[_at++];
    }

    void Add(char c)
    {
        if (_length == Longest)
            throw Wrong($"the row is longer than {Longest} characters; perhaps a quote in it is not closed.");
        if (_length == _record.Length) Array.Resize(ref _record, 2 * _length);
        _record[_length++] = c;
    }
}
