namespace Kobai.Recipes;

/// <summary>Turns rows of a table into inputs of a network: the features of its columns side by side.</summary>
sealed class Preprocessor
{
    readonly Feature[] features;
    readonly (int Start, int Width)[] places;

    public Preprocessor(IEnumerable<Feature> features)
    {
        this.features = [.. features];
        places = new (int, int)[this.features.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (Width, this.features[i].Width);
            Width += places[i].Width;
        }
    }

    public IReadOnlyList<Feature> Features => features;

    /// <summary>The number of inputs.</summary>
    public int Width { get; }

    /// <summary>Fits a feature to each column, looking at the training rows alone.</summary>
    public static Preprocessor Fit(Table table, int[] rows) =>
        new(Enumerable.Range(0, table.Columns.Count).Select(column => Fit(table, column, rows)));

    static Feature Fit(Table table, int column, int[] rows) => table.Columns[column].Kind switch
    {
        ColumnKind.Category => CategoryFeature.Fit(table, column, rows),
        ColumnKind.Text => TextFeature.Fit(table, column, rows),
        _ => NumberFeature.Fit(table, column, rows),
    };

    /// <summary>Writes the inputs of the rows one after another.</summary>
    public void Encode(Table table, ReadOnlySpan<int> rows, Span<float> inputs)
    {
        inputs[..(rows.Length * Width)].Clear();
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> row = inputs.Slice(i * Width, Width);
            for (int column = 0; column < features.Length; column++)
                features[column].Encode(table, rows[i], column, row.Slice(places[column].Start, places[column].Width));
        }
    }
}
