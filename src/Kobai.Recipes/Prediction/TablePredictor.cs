using CsvHelper;

namespace Kobai.Recipes;

/// <summary>Predicts for every row of a file: reads it once to predict and once more to write it beside the predictions.</summary>
sealed class TablePredictor(Predictor predictor, TableSource source, TableOptions options)
{
    const int BatchRows = 512;

    readonly List<Prediction> predictions = [];
    readonly List<string> expected = [];

    public TableResult Run(Stream output, CancellationToken cancellation)
    {
        CsvFile file = CsvFile.Open(source, options);
        var fields = new FieldText(predictor.Missing.Concat(options.Missing), decimalComma: file.Delimiter != ',');
        Oddity[] oddities = Predict(file, fields, cancellation);
        Write(file, output, cancellation);
        return new(predictions.Count, Warnings(file, oddities), expected.Count == 0 ? null : Compare(fields));
    }

    Oddity[] Predict(CsvFile file, FieldText fields, CancellationToken cancellation)
    {
        int[] positions = Positions(file);
        int target = file.IndexOf(predictor.Target);
        Table table = predictor.NewTable(BatchRows, fields);
        int filled = 0;
        file.Read(
            row =>
            {
                for (int i = 0; i < positions.Length; i++)
                    table.Set(filled, i, row.GetSpan(positions[i]), row.LineNumber);
                if (target >= 0)
                    expected.Add(row.GetString(target));
                if (++filled < BatchRows)
                    return;
                predictions.AddRange(predictor.Predict(table, filled));
                filled = 0;
            },
            cancellation);
        if (filled > 0)
            predictions.AddRange(predictor.Predict(table, filled));
        return table.Oddities;
    }

    int[] Positions(CsvFile file)
    {
        string[] missing = [.. predictor.Columns.Select(column => column.Name).Where(name => file.IndexOf(name) < 0)];
        if (missing.Length > 0)
        {
            string names = string.Join(", ", missing.Take(5).Select(name => $"'{name}'"));
            string more = missing.Length > 5 ? $" and {missing.Length - 5} more" : "";
            throw new RecipeException(
                $"{file.Name}: the model needs the column{(missing.Length == 1 ? "" : "s")} {names}{more}. "
                + Spelling.Hint(missing[0], file.Columns));
        }
        return [.. predictor.Columns.Select(column => file.IndexOf(column.Name))];
    }

    void Write(CsvFile file, Stream output, CancellationToken cancellation)
    {
        using var writer = CsvWriter.Create(output, new() { Separator = file.Delimiter, NewLine = "\n" }, leaveOpen: true);
        if (file.HasHeader)
        {
            foreach (string column in file.Columns)
                writer.WriteField(column);
            writer.WriteField($"predicted_{predictor.Target}");
            foreach (string label in predictor.Labels)
                writer.WriteField($"probability_{label}");
            writer.EndRecord();
        }
        int next = 0;
        file.Read(
            row =>
            {
                for (int i = 0; i < row.FieldCount; i++)
                    writer.WriteField(row.GetSpan(i));
                predictions[next++].Write(writer);
                writer.EndRecord();
            },
            cancellation);
        writer.Flush();
    }

    List<string> Warnings(CsvFile file, Oddity[] oddities)
    {
        var warnings = new List<string>();
        for (int i = 0; i < oddities.Length; i++)
        {
            (int count, string first, long line) = oddities[i];
            if (count == 0)
                continue;
            ColumnSchema column = predictor.Columns[i];
            string what = column.Kind switch
            {
                ColumnKind.Category => "unknown to the model",
                ColumnKind.Date => "not dates as in training, counted as missing",
                _ => "not numbers, counted as missing",
            };
            warnings.Add($"{file.Name}, column '{column.Name}': {count:N0} of {predictions.Count:N0} values are {what}; "
                + $"first '{first}' in line {line}.");
        }
        return warnings;
    }

    /// <summary>Measures the predictions against the target column, leaving out rows without a usable value there.</summary>
    Report? Compare(FieldText fields)
    {
        if (predictor.Task == TaskKind.Regression)
        {
            List<float> predicted = [], values = [];
            for (int i = 0; i < expected.Count; i++)
                if (fields.TryNumber(System.Text.Encoding.UTF8.GetBytes(expected[i]), out float value))
                {
                    predicted.Add((float)predictions[i].Value);
                    values.Add(value);
                }
            return values.Count == 0 ? null : Report.OfNumbers([.. predicted], [.. values], values.Average());
        }

        List<float> probabilities = [];
        List<int> classes = [];
        int[] counts = new int[predictor.Labels.Count];
        var codes = predictor.Labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        for (int i = 0; i < expected.Count; i++)
            if (codes.TryGetValue(expected[i], out int code))
            {
                probabilities.AddRange(predictions[i].Shares);
                classes.Add(code);
                counts[code]++;
            }
        return classes.Count == 0 ? null : Report.OfClasses([.. probabilities], [.. classes], counts);
    }
}
