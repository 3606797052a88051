using System.Globalization;

namespace Kobai.Data;

/// <summary>How a file of comma-separated text is read.</summary>
/// <example><code>
/// File.WriteAllText("points.csv", "1;2;0\n3;4;1\n");
/// var options = new CsvOptions { Separator = ';', HasHeader = false };
/// Csv.ReadClasses("points.csv", target: "column3", options).All()   // ([[1, 2], [3, 4]], [0, 1])
/// </code></example>
public sealed record CsvOptions
{
    /// <summary>What stands between fields.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first line names the columns; else they are called column1, column2, ….</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The columns to use, in this order; all but the target if not given.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>The number that an empty input stands for; if not given, an empty input is an error.</summary>
    public double? Missing { get; init; }
}

/// <summary>A row of a table of comma-separated text.</summary>
/// <example><code>
/// Csv.Items("iris.csv", row =&gt; row["species"]).First()   // setosa
/// </code></example>
public sealed class CsvRow
{
    readonly CsvText _text;
    readonly string _path;
    readonly string[] _names;

    internal CsvRow(CsvText text, string path, string[] names) => (_text, _path, _names) = (text, path, names);

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns => _names;

    /// <summary>The text in a column.</summary>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public string this[string column] => _text[Csv.Column(_path, _names, column)].ToString();

    /// <summary>The number in a column.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or no number in it.</exception>
    public float Number(string column) =>
        Csv.Number(_text, Csv.Column(_path, _names, column), column, missing: null, "");
}

/// <summary>Tables of numbers in comma-separated text (RFC 4180), plain or gzip.</summary>
/// <remarks>
/// For columns of categories, dates or text there is <c>Kobai.Recipes</c>, which finds out what a column holds and
/// encodes it.
/// </remarks>
public static class Csv
{
    /// <summary>Rows with a number to predict: inputs (N, columns), targets (N, 1).</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The column to predict; all others are inputs.</param>
    /// <param name="options">Another dialect, fewer columns.</param>
    /// <exception cref="InvalidDataException">The file is not such a table; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// File.WriteAllText("homes.csv", "area,rooms,price\n50,2,210\n80,3,340\n");
    /// Dataset&lt;Tensor&gt; homes = Csv.Read("homes.csv", target: "price");
    /// homes.All()   // ([[50, 2], [80, 3]], [[210], [340]])
    /// </code></example>
    public static Dataset<Tensor> Read(string path, string target, CsvOptions? options = null) =>
        TableRows.Numbers(Rows(path, target, options, TargetNumber));

    /// <summary>Rows with a class to predict: inputs (N, columns), one label each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The column of classes, of any text; <c>Classes</c> of the dataset names them in
    /// order.</param>
    /// <param name="options">Another dialect, fewer columns.</param>
    /// <exception cref="InvalidDataException">The file is not such a table; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// Dataset&lt;Labels&gt; flowers = Csv.ReadClasses("iris.csv", target: "species");
    /// flowers.Classes              // [setosa, versicolor, virginica]
    /// flowers.Take([0, 149])       // ([[5.1, 3.5, 1.4, 0.2], [5.9, 3.0, 5.1, 1.8]], [0, 2])
    /// </code></example>
    public static Dataset<Labels> ReadClasses(string path, string target, CsvOptions? options = null) =>
        TableRows.Classes(Rows(path, target, options, TargetText));

    /// <summary>The rows of a file of any size, one at a time, each time it is enumerated.</summary>
    /// <exception cref="InvalidDataException">The file is not such a table; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// File.WriteAllText("homes.csv", "area,rooms,price\n50,2,210\n80,3,340\n30,1,90\n");
    /// var homes = Csv.Stream("homes.csv", target: "price");
    /// homes.Batches(2).Select(batch =&gt; batch.Target)   // [[[210], [340]], [[90]]]
    /// </code></example>
    public static ExampleStream<Tensor> Stream(string path, string target, CsvOptions? options = null) =>
        TableRows.StreamNumbers(Rows(path, target, options, TargetNumber));

    /// <summary>The rows of a file of any size, one at a time, with a class each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The column of classes.</param>
    /// <param name="classes">The names of the classes, in the order of their labels.</param>
    /// <param name="options">Another dialect, fewer columns.</param>
    /// <exception cref="InvalidDataException">The file is not such a table; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// var stream = Csv.StreamClasses("iris.csv", "species", ["setosa", "versicolor", "virginica"]);
    /// stream.Shuffle(50).Batches(30).Count()   // 5
    /// </code></example>
    public static ExampleStream<Labels> StreamClasses(
        string path, string target, IReadOnlyList<string> classes, CsvOptions? options = null) =>
        TableRows.StreamClasses(Rows(path, target, options, TargetText), classes);

    /// <summary>Whatever a function makes of each row, one at a time, each time it is enumerated: columns of text
    /// too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Makes an item of a row; its exceptions come out with the place.</param>
    /// <param name="options">Another dialect.</param>
    /// <exception cref="InvalidDataException">The file is not such a table, or the function threw; the message says
    /// where.</exception>
    /// <example><code>
    /// File.WriteAllText("mail.csv", "text,length,kind\n\"win, now\",8,spam\n");
    /// Csv.Items("mail.csv", row =&gt; (row["text"], row.Number("length"), row["kind"]))   // [(win, now, 8, spam)]
    /// </code></example>
    public static IEnumerable<T> Items<T>(string path, Func<CsvRow, T> read, CsvOptions? options = null)
    {
        options ??= new();
        using var text = new CsvText(SourceFile.OpenText(path), options.Separator);
        string[] names = Header(text, path, options);
        var row = new CsvRow(text, path, names);
        for (bool more = !options.HasHeader || text.Read(); more; more = text.Read())
        {
            CheckCount(text, names, options);
            yield return Read(row, read, text);
        }
    }

    static T Read<T>(CsvRow row, Func<CsvRow, T> read, CsvText text)
    {
        try
        {
            return read(row);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or KeyNotFoundException)
        {
            throw text.Wrong(error.Message);
        }
    }

    delegate T ReadTarget<T>(CsvText row, int column, string name);

    static float TargetNumber(CsvText row, int column, string name) => Number(row, column, name, missing: null, "");

    static string TargetText(CsvText row, int column, string name) => row[column].Length > 0
        ? row[column].ToString()
        : throw row.Wrong($"column {column + 1} ('{name}') is empty; each row needs a class.");

    static IEnumerable<TableRow<T>> Rows<T>(string path, string target, CsvOptions? options, ReadTarget<T> read)
    {
        options ??= new();
        using var row = new CsvText(SourceFile.OpenText(path), options.Separator);
        string[] names = Header(row, path, options);
        int targetAt = Column(path, names, target);
        int[] inputs = options.Inputs is { } chosen
            ? [.. chosen.Select(name => Column(path, names, name))]
            : [.. Enumerable.Range(0, names.Length).Where(i => i != targetAt)];

        for (bool more = !options.HasHeader || row.Read(); more; more = row.Read())
        {
            CheckCount(row, names, options);
            var values = new float[inputs.Length];
            for (int i = 0; i < values.Length; i++) values[i] = Number(row, inputs[i], names[inputs[i]], options.Missing, ", or leave the column out of Inputs");
            yield return new(values, read(row, targetAt, names[targetAt]), path, row.Line);
        }
    }

    // The names of the columns; the first row is read.
    static string[] Header(CsvText row, string path, CsvOptions options)
    {
        if (!row.Read()) throw new InvalidDataException($"{path}: the file is empty.");
        var names = new string[row.Count];
        for (int i = 0; i < names.Length; i++)
            names[i] = options.HasHeader ? row[i].Trim().ToString() : string.Create(CultureInfo.InvariantCulture, $"column{i + 1}");
        return names;
    }

    static void CheckCount(CsvText row, string[] names, CsvOptions options)
    {
        if (row.Count == names.Length) return;
        throw row.Wrong(
            $"the row has {row.Count} {(row.Count == 1 ? "field" : "fields")} where {names.Length} are expected; "
            + $"mend the row, quote fields that contain '{options.Separator}', or name another Separator.");
    }

    internal static int Column(string path, string[] names, string name)
    {
        int column = Array.IndexOf(names, name);
        if (column < 0)
            throw new InvalidDataException(
                $"{path}, line 1: there is no column '{name}'; the columns are {string.Join(", ", names)}.");
        return Array.LastIndexOf(names, name) == column
            ? column
            : throw new InvalidDataException($"{path}, line 1: two columns are called '{name}'; rename one.");
    }

    internal static float Number(CsvText row, int column, string name, double? missing, string leaveOut)
    {
        var text = row[column];
        if (text.IsWhiteSpace() && missing is { } value) return (float)value;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number))
            return number;
        throw row.Wrong($"column {column + 1} ('{name}'): " + (text.IsWhiteSpace()
            ? $"the field is empty; fill it{(leaveOut == "" ? "" : ", say what Missing stands for")}{leaveOut}."
            : $"'{Quote.Short(text)}' is not a number; mend it{leaveOut}."));
    }
}
