using System.Globalization;

namespace Kobai.Data;

/// <summary>A row of numbers with its target and the place it stands at.</summary>
readonly record struct TableRow<TTarget>(float[] Inputs, TTarget Target, string Path, int Line);

/// <summary>Rows of files put together as datasets and streams.</summary>
static class TableRows
{
    public static Dataset<Tensor> Numbers(IEnumerable<TableRow<float>> rows)
    {
        var targets = new List<float>();
        var x = Inputs(rows, targets);
        return Dataset.Of(x, Tensor.From([.. targets], [targets.Count, 1]));
    }

    public static Dataset<Labels> Classes(IEnumerable<TableRow<string>> rows)
    {
        var targets = new List<string>();
        var x = Inputs(rows, targets);
        string[] classes = InOrder(targets.Distinct(StringComparer.Ordinal));
        var labels = Numbered(classes);
        return Dataset.Of(x, Labels.Create([.. targets.Select(target => labels[target])]), classes);
    }

    public static ExampleStream<Tensor> StreamNumbers(IEnumerable<TableRow<float>> rows) =>
        ExampleStream.Of(rows.Select(row => (Tensor.From(row.Inputs, [1, row.Inputs.Length]), Tensor.From([row.Target], [1, 1]))));

    public static ExampleStream<Labels> StreamClasses(IEnumerable<TableRow<string>> rows, IReadOnlyList<string> classes)
    {
        var labels = Numbered(classes);
        return ExampleStream.Of(rows.Select(row => (Tensor.From(row.Inputs, [1, row.Inputs.Length]), Labels.Create([Label(row)]))));

        long Label(TableRow<string> row) => labels.TryGetValue(row.Target, out long label)
            ? label
            : throw new InvalidDataException(
                $"{row.Path}, line {row.Line}: '{Quote.Short(row.Target)}' is not among the classes {string.Join(", ", classes)}.");
    }

    static Tensor Inputs<T>(IEnumerable<TableRow<T>> rows, List<T> targets)
    {
        var values = new List<float>();
        int width = 0;
        foreach (var row in rows)
        {
            if (targets.Count == 0) width = row.Inputs.Length;
            if (row.Inputs.Length != width)
            {
                throw new InvalidDataException(
                    $"{row.Path}, line {row.Line}: this row has {row.Inputs.Length} numbers, the rows before have {width}; all must have as many.");
            }
            values.AddRange(row.Inputs);
            targets.Add(row.Target);
        }
        return Tensor.From(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values), [targets.Count, width]);
    }

    // Numbers by size, so that class 10 comes behind class 9; else by their characters.
    static string[] InOrder(IEnumerable<string> classes)
    {
        string[] names = [.. classes.Order(StringComparer.Ordinal)];
        double[] numbers = [.. names.Select(name =>
            double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN)];
        if (!numbers.Any(double.IsNaN)) Array.Sort(numbers, names);
        return names;
    }

    static Dictionary<string, long> Numbered(IEnumerable<string> classes) =>
        classes.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
}
