using System.Globalization;
using System.Text;
using CsvHelper;

namespace Kobai.Recipes;

/// <summary>A table in comma-separated text: its dialect and columns, and its rows as often as they are read.</summary>
sealed class CsvFile
{
    readonly TableSource source;
    readonly CsvReaderOptions options;
    readonly string[] columns;

    CsvFile(TableSource source, CsvReaderOptions options, string encoding, string[] columns)
    {
        this.source = source;
        this.options = options;
        this.columns = columns;
        EncodingName = encoding;
    }

    public string Name => source.Name;

    public string EncodingName { get; }

    public char Delimiter => options.Separator!.Value;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>Whether the file has a line of names.</summary>
    public bool HasHeader => options.HasHeader;

    /// <summary>Finds the encoding and the delimiter and reads the names of the columns.</summary>
    /// <exception cref="RecipeException">The file is missing, empty or not text, or two columns have one name.</exception>
    public static CsvFile Open(TableSource source, TableOptions table)
    {
        (Encoding? encoding, string encodingName) = table.Encoding is null
            ? TextEncoding.Detect(source)
            : (TextEncoding.Named(table.Encoding), table.Encoding);
        var dialect = new CsvReaderOptions
        {
            Separator = table.Delimiter,
            Encoding = encoding,
            HasHeader = table.HasHeader,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            OnMalformedRecord = record => RejectOpenQuote(source.Name, record),
            BufferSize = 1 << 18,
        };

        using CsvReader reader = CsvReader.Create(source.Open(), dialect);
        bool anyRow = reader.Read();
        string[] names = table.HasHeader ? [.. reader.Headers] : new string[anyRow ? reader.FieldCount : 0];
        if (names.Length == 0)
            throw new RecipeException($"{source.Name}: the file is empty.");
        if (!anyRow)
            throw new RecipeException($"{source.Name}: there are no rows below the header.");
        NameColumns(source.Name, names);
        return new(source, dialect with { Separator = reader.Separator }, encodingName, names);
    }

    /// <summary>Calls <paramref name="row"/> with the reader on each row in turn.</summary>
    /// <exception cref="RecipeException">A row has too few or too many fields, or a quote is not closed.</exception>
    public void Read(Action<CsvReader> row, CancellationToken cancellation)
    {
        using CsvReader reader = CsvReader.Create(source.Open(), options);
        for (int rows = 0; reader.Read(); rows++)
        {
            if (rows % 256 == 0)
                cancellation.ThrowIfCancellationRequested();
            if (reader.FieldCount != columns.Length)
                throw RaggedRow(Name, reader, columns.Length);
            row(reader);
        }
    }

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string column) => Array.IndexOf(columns, column);

    /// <summary>The position of a column that a person named.</summary>
    /// <exception cref="RecipeException">There is no such column.</exception>
    public int IndexOf(string column, string flag)
    {
        int index = IndexOf(column);
        return index >= 0
            ? index
            : throw new RecipeException($"{Name}: there is no column '{column}' ({flag}). {Spelling.Hint(column, columns)}");
    }

    static void NameColumns(string file, string[] names)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = string.IsNullOrWhiteSpace(names[i])
                ? string.Create(CultureInfo.InvariantCulture, $"column{i + 1}")
                : names[i].Trim();
            if (!seen.TryAdd(names[i], i))
                throw new RecipeException(
                    $"{file}, line 1: columns {seen[names[i]] + 1} and {i + 1} have the same name '{names[i]}'; rename one of them, "
                    + "or say --no-header if the first line is data.");
        }
    }

    /// <summary>A stray quote inside a field is text; one that opens a field and is not closed swallows the rows below.</summary>
    static void RejectOpenQuote(string file, CsvMalformedRecord record)
    {
        if (record.Reason is CsvMalformedReason.UnterminatedQuote)
            throw new RecipeException(
                $"{file}, line {record.LineNumber}: a quote opens a field and is never closed; close it, or remove it.");
        if (record.Reason is CsvMalformedReason.TextAfterClosingQuote)
            throw new RecipeException(
                $"{file}, line {record.LineNumber}: there is text after a closing quote; close the quote at the end of the "
                + "field, and write a quote inside a quoted field twice.");
    }

    static RecipeException RaggedRow(string file, CsvReader reader, int columns)
    {
        string fields = reader.FieldCount == 1 ? "1 field" : $"{reader.FieldCount} fields";
        return new(
            $"{file}, line {reader.LineNumber}: this row has {fields} where {columns} are expected; mend the row, quote fields "
            + $"that contain '{reader.Separator}', or name another delimiter with --delimiter.");
    }
}
