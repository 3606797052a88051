namespace Kobai.Recipes;

/// <summary>What is known about a table before training: its dialect, the kind of each column, and the task.</summary>
public sealed class TableSchema
{
    internal TableSchema(
        CsvFile file, FieldText fields, TableOptions options, int rows, IReadOnlyList<ColumnSchema> columns,
        ColumnSchema target, TaskKind task)
    {
        (File, Fields, Options) = (file, fields, options);
        (Rows, Columns, Target, Task) = (rows, columns, target, task);
    }

    /// <summary>The name of the file.</summary>
    public string Name => File.Name;

    /// <summary>The character between fields.</summary>
    public char Delimiter => File.Delimiter;

    /// <summary>The name of the text encoding.</summary>
    public string Encoding => File.EncodingName;

    /// <summary>The number of rows, those without a target included.</summary>
    public int Rows { get; }

    /// <summary>Every column of the file but the target, in order.</summary>
    public IReadOnlyList<ColumnSchema> Columns { get; }

    /// <summary>The column to predict.</summary>
    public ColumnSchema Target { get; }

    /// <summary>What is predicted.</summary>
    public TaskKind Task { get; }

    /// <summary>What was stated rather than inferred.</summary>
    public TableOptions Options { get; }

    internal CsvFile File { get; }

    internal FieldText Fields { get; }

    /// <summary>Reads a table once and infers its schema.</summary>
    /// <exception cref="RecipeException">The file or the target cannot be used; the message says why.</exception>
    public static TableSchema Infer(
        TableSource source, string target, TableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new();
        CsvFile file = CsvFile.Open(source, options);
        var fields = new FieldText(options.Missing, decimalComma: file.Delimiter != ',');
        return new SchemaInference(file, fields, options, target).Run(cancellation);
    }

    /// <summary>The names of the columns of a table.</summary>
    /// <exception cref="RecipeException">The file cannot be read.</exception>
    public static IReadOnlyList<string> ColumnNames(TableSource source, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return CsvFile.Open(source, options ?? new()).Columns;
    }
}
