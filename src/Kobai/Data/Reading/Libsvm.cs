using System.Globalization;

namespace Kobai.Data;

/// <summary>Files of the sparse format of LIBSVM, plain or gzip: in each line a target and pairs
/// <c>index:value</c>.</summary>
/// <remarks>
/// Rows become dense; what is not mentioned is 0. A comment runs from <c>#</c> to the end of its line.
/// <see href="https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/">Chang, Lin: LIBSVM data</see>.
/// </remarks>
public static class Libsvm
{
    // Wider rows come from a broken index sooner than from data.
    const int WidestGuess = 1 << 20;

    /// <summary>Rows with a number to predict: inputs (N, features), targets (N, 1).</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">The number of features; if not given, the largest index tells.</param>
    /// <param name="zeroBased">Whether the first feature is 0; else it is 1, as in LIBSVM itself.</param>
    /// <exception cref="InvalidDataException">A line is not in the format; the message says where and what to
    /// do.</exception>
    /// <example><code>
    /// File.WriteAllText("rows.svm", "0.5 1:10 3:30\n-1 2:20  # the rest is 0\n");
    /// Libsvm.Read("rows.svm").All()   // ([[10, 0, 30], [0, 20, 0]], [[0.5], [-1]])
    /// </code></example>
    public static Dataset<Tensor> Read(string path, int? features = null, bool zeroBased = false) =>
        TableRows.Numbers(Dense(path, features, zeroBased));

    /// <summary>Rows with a class to predict.</summary>
    /// <inheritdoc cref="Read(string, int?, bool)"/>
    /// <example><code>
    /// File.WriteAllText("rows.svm", "+1 0:10\n-1 1:20\n");
    /// var rows = Libsvm.ReadClasses("rows.svm", zeroBased: true);
    /// rows.All()     // ([[10, 0], [0, 20]], [1, 0])
    /// rows.Classes   // [-1, 1]
    /// </code></example>
    public static Dataset<Labels> ReadClasses(string path, int? features = null, bool zeroBased = false) =>
        TableRows.Classes(Dense(path, features, zeroBased).Select(row => new TableRow<string>(
            row.Inputs, row.Target.ToString(CultureInfo.InvariantCulture), row.Path, row.Line)));

    /// <summary>The rows of a file of any size, one at a time, each time it is enumerated.</summary>
    /// <inheritdoc cref="Read(string, int?, bool)"/>
    /// <example><code>
    /// File.WriteAllText("rows.svm", "0.5 1:10 3:30\n-1 2:20\n");
    /// Libsvm.Stream("rows.svm", features: 3).Batches(1).Last()   // ([[0, 20, 0]], [[-1]])
    /// </code></example>
    public static ExampleStream<Tensor> Stream(string path, int features, bool zeroBased = false) =>
        TableRows.StreamNumbers(Sparse(path, features, zeroBased).Select(row => row.ToDense(features)));

    static IEnumerable<TableRow<float>> Dense(string path, int? features, bool zeroBased)
    {
        SparseRow[] rows = [.. Sparse(path, features, zeroBased)];
        int width = features ?? (rows.Length == 0 ? 0 : rows.Max(row => row.Width));
        if ((long)width * rows.Length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{path}: {rows.Length} rows of {width} features are too many numbers to lie dense in memory; use Libsvm.Stream.");
        }
        return rows.Select(row => row.ToDense(width));
    }

    static IEnumerable<SparseRow> Sparse(string path, int? features, bool zeroBased)
    {
        using var text = SourceFile.OpenText(path);
        while (text.ReadLine() is { } line)
        {
            if (Row(line, text, features, zeroBased) is { } row) yield return row;
        }
    }

    static SparseRow? Row(string line, SourceText text, int? features, bool zeroBased)
    {
        var rest = line.AsSpan();
        if (rest.IndexOf('#') is >= 0 and var comment) rest = rest[..comment];
        float? target = null;
        List<int> indices = [];
        List<float> values = [];
        foreach (var range in rest.SplitAny(' ', '\t'))
        {
            var word = rest[range];
            int column = range.Start.GetOffset(rest.Length) + 1;
            if (word.IsEmpty || (target is not null && word.StartsWith("qid:"))) continue;
            if (target is null)
            {
                target = Number(word, word, "a line begins with its target, a number");
                continue;
            }
            int colon = word.IndexOf(':');
            if (colon < 0) throw Wrong("a pair index:value is expected", word);
            indices.Add(Index(word[..colon], word));
            values.Add(Number(word[(colon + 1)..], word, "the value must be a number"));

            float Number(ReadOnlySpan<char> number, ReadOnlySpan<char> whole, string rule) =>
                float.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
                    ? value
                    : throw Wrong(rule, whole);

            int Index(ReadOnlySpan<char> number, ReadOnlySpan<char> whole)
            {
                if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                    throw Wrong("the index must be a whole number", whole);
                if (!zeroBased && index-- == 0)
                    throw Wrong("indices begin at 1; say zeroBased: true if they begin at 0", whole);
                if (features is null && index >= WidestGuess)
                    throw Wrong("the row would be very wide; say how many features there are, if that is meant", whole);
                if (index >= features) throw Wrong($"there are {features} features", whole);
                return indices.Count == 0 || index > indices[^1] ? index : throw Wrong(
                    "indices must ascend in a line", whole);
            }

            InvalidDataException Wrong(string rule, ReadOnlySpan<char> whole) =>
                new($"{text.Path}, line {text.Line}, column {column}: {rule}; found '{Quote.Short(whole)}'.");
        }
        return target is { } found ? new([.. indices], [.. values], found, text.Path, text.Line) : null;
    }

    sealed record SparseRow(int[] Indices, float[] Values, float Target, string Path, int Line)
    {
        public int Width => Indices.Length == 0 ? 0 : Indices.Max() + 1;

        public TableRow<float> ToDense(int width)
        {
            var row = new float[width];
            for (int i = 0; i < Indices.Length; i++) row[Indices[i]] = Values[i];
            return new(row, Target, Path, Line);
        }
    }
}
