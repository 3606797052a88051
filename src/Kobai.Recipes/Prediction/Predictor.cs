using System.Globalization;
using System.Text;

namespace Kobai.Recipes;

/// <summary>A trained model with all it needs to predict; safe to use from several threads at once.</summary>
/// <example><code>
/// var predictor = Predictor.Load("iris.kobai");
/// Prediction flower = predictor.Predict(
///     ("sepal_length", 5.1), ("sepal_width", 3.5), ("petal_length", 1.4), ("petal_width", 0.2));
/// Console.WriteLine(flower.Label);          // setosa
/// Console.WriteLine(flower.Probability);    // 0.9969
/// </code></example>
public sealed class Predictor
{
    readonly ModelDescription description;
    readonly Network network;
    readonly Preprocessor preprocessor;
    readonly ColumnSchema[] columns;
    readonly Vocabulary[] vocabularies;

    internal Predictor(ModelDescription description, Network network)
    {
        (this.description, this.network) = (description, network);
        preprocessor = new(description.Features);
        columns = [.. description.Features.Select(feature => feature.Schema)];
        vocabularies = [.. description.Features.Select(feature => new Vocabulary((feature as CategoryFeature)?.Values ?? []))];
    }

    /// <summary>What is predicted.</summary>
    public TaskKind Task => description.Task;

    /// <summary>The column that is predicted.</summary>
    public string Target => description.Target;

    /// <summary>The names of the classes; empty for a regression.</summary>
    public IReadOnlyList<string> Labels => description.Labels;

    /// <summary>The columns that a row needs, with their kinds.</summary>
    public IReadOnlyList<ColumnSchema> Columns => columns;

    /// <summary>What was measured on rows held out when the model was trained, by name.</summary>
    public IReadOnlyDictionary<string, double> Results => description.Results;

    internal IReadOnlyList<string> Missing => description.Missing;

    /// <summary>Reads a model file.</summary>
    /// <exception cref="RecipeException">The file is missing or is not a model; the message says why.</exception>
    public static Predictor Load(string path)
    {
        (ModelDescription description, IReadOnlyDictionary<string, Tensor> weights) = ModelFile.Load(path);
        try
        {
            int inputs = description.Features.Sum(feature => feature.Width);
            return new(description, Network.Load(inputs, description.Hidden, description.Outputs, weights));
        }
        catch (InvalidDataException cause)
        {
            throw ModelFile.NotAModel(path, cause);
        }
    }

    /// <summary>Throws now what <see cref="Save"/> would throw after a long training.</summary>
    /// <exception cref="RecipeException">The file could not be written.</exception>
    public static void CheckWritable(string path) => OutputFile.CheckWritable(path);

    /// <summary>Writes the model to one file, which appears only when it is complete.</summary>
    /// <exception cref="RecipeException">The file cannot be written.</exception>
    public void Save(string path) => ModelFile.Save(path, description, network.Weights);

    /// <summary>Predicts for one row.</summary>
    /// <param name="row">Each column with its value: a number, a text, a date, a truth value, or null for "unknown".</param>
    /// <exception cref="ArgumentException">A column is missing, or a value is not of its kind.</exception>
    public Prediction Predict(params ReadOnlySpan<(string Column, object? Value)> row)
    {
        var values = new Dictionary<string, object?>(row.Length, StringComparer.Ordinal);
        foreach ((string column, object? value) in row)
            values[column] = value;
        return Predict(values);
    }

    /// <summary>Predicts for one row.</summary>
    /// <param name="row">The value of each column: a number, a text, a date, a truth value, or null for "unknown".</param>
    /// <exception cref="ArgumentException">A column is missing, or a value is not of its kind.</exception>
    public Prediction Predict(IReadOnlyDictionary<string, object?> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Table table = NewTable(1, new FieldText(description.Missing, decimalComma: false));
        for (int i = 0; i < columns.Length; i++)
        {
            if (!row.TryGetValue(columns[i].Name, out object? value))
                throw new ArgumentException(
                    $"Predict: the row has no '{columns[i].Name}'; give it, or null if it is unknown.");
            table.Set(0, i, Encoding.UTF8.GetBytes(Text(value)), line: 0);
            if (columns[i].Kind != ColumnKind.Category && table.Oddities[i].Count > 0)
                throw new ArgumentException(
                    $"Predict: '{table.Oddities[i].First}' in column '{columns[i].Name}' is not a "
                    + $"{columns[i].Kind.ToString().ToLowerInvariant()}.");
        }
        return Predict(table, 1)[0];
    }

    /// <summary>Predicts for every row of a table, and writes the rows with the predictions as CSV in UTF-8.</summary>
    /// <param name="source">The table; its columns are matched by name.</param>
    /// <param name="output">Where the rows go, with the column <c>predicted_TARGET</c> and a column per class
    /// <c>probability_CLASS</c>.</param>
    /// <param name="options">What is stated about the table.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="RecipeException">The table cannot be read, or lacks a column.</exception>
    public TableResult PredictTable(
        TableSource source, Stream output, TableOptions? options = null, CancellationToken cancellation = default) =>
        new TablePredictor(this, source, options ?? new()).Run(output, cancellation);

    /// <summary>Predicts for every row of a table, and writes the rows with the predictions to a file, which appears only
    /// when it is complete.</summary>
    /// <exception cref="RecipeException">The table cannot be read or lacks a column, or the file cannot be written.</exception>
    public TableResult PredictTable(
        TableSource source, string output, TableOptions? options = null, CancellationToken cancellation = default)
    {
        TableResult? result = null;
        OutputFile.Write(output, stream => result = PredictTable(source, stream, options, cancellation));
        return result!;
    }

    /// <summary>Makes room for rows to predict.</summary>
    internal Table NewTable(int rows, FieldText fields) => new(columns, vocabularies, fields, rows);

    /// <summary>Predicts for the first rows of a table.</summary>
    internal Prediction[] Predict(Table table, int rows)
    {
        float[] inputs = new float[rows * preprocessor.Width];
        preprocessor.Encode(table, [.. Enumerable.Range(0, rows)], inputs);
        float[] outputs;
        using (NoGradient.Enter())
        using (Scope.Enter())
            outputs = network.Forward(Tensor.From(inputs, [rows, preprocessor.Width])).ToArray<float>();

        var predictions = new Prediction[rows];
        if (Task == TaskKind.Regression)
        {
            float[] values = Objective.Values(outputs, description.TargetMean, description.TargetDeviation);
            for (int i = 0; i < rows; i++)
                predictions[i] = new([], [], values[i]);
            return predictions;
        }
        float[][] probabilities = [.. Objective.Probabilities(outputs, Labels.Count).Chunk(Labels.Count)];
        for (int i = 0; i < rows; i++)
            predictions[i] = new(Labels, probabilities[i], 0);
        return predictions;
    }

    static string Text(object? value) => value switch
    {
        null => "",
        DateTime date => date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
