namespace Kobai.Recipes;

/// <summary>A category: one input per known value, 1 for the value of the row and 0 for the others.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Values">The values with an input of their own, the most frequent first.</param>
/// <param name="HasOther">Whether rare values share an input, which values never seen in training use too.</param>
/// <param name="FlagsMissing">Whether a missing value has an input.</param>
sealed record CategoryFeature(string Column, string[] Values, bool HasOther, bool FlagsMissing) : Feature(Column)
{
    const int MostValues = 200;

    public override int Width => Values.Length + (HasOther ? 1 : 0) + (FlagsMissing ? 1 : 0);

    public override IEnumerable<string> InputNames =>
        Values.Select(value => $"{Column} = {value}")
            .Concat(HasOther ? [$"{Column} is another value"] : [])
            .Concat(FlagsMissing ? [$"{Column} is missing"] : []);

    public override ColumnSchema Schema => new(Column, ColumnKind.Category, 0, Values.Length, "");

    /// <summary>Keeps the values with enough training rows, and recodes the column of the table to their positions.</summary>
    public static CategoryFeature Fit(Table table, int column, ReadOnlySpan<int> rows)
    {
        IReadOnlyList<string> values = table.Values(column);
        int[] counts = new int[values.Count];
        bool missing = false;
        foreach (int row in rows)
        {
            int code = table.Code(row, column);
            if (code >= 0)
                counts[code]++;
            else
                missing = true;
        }

        int fewest = rows.Length < 100 ? 2 : rows.Length < 5000 ? 5 : 10;
        int[] kept =
        [
            .. Enumerable.Range(0, values.Count)
                .Where(code => counts[code] >= fewest)
                .OrderByDescending(code => counts[code])
                .ThenBy(code => values[code], StringComparer.Ordinal)
                .Take(MostValues),
        ];
        int[] map = new int[values.Count];
        Array.Fill(map, Vocabulary.Unseen);
        for (int i = 0; i < kept.Length; i++)
            map[kept[i]] = i;
        table.Recode(column, map);
        bool other = Enumerable.Range(0, values.Count).Any(code => counts[code] > 0 && map[code] < 0);
        return new(table.Columns[column].Name, [.. kept.Select(code => values[code])], other, missing);
    }

    public override bool IsSound() => Array.TrueForAll(Values, value => value is not null);

    public override void Encode(Table table, int row, int column, Span<float> inputs)
    {
        int code = table.Code(row, column);
        if (code >= 0)
            inputs[code] = 1;
        else if (code == Vocabulary.Unseen && HasOther)
            inputs[Values.Length] = 1;
        else if (code == Vocabulary.Missing && FlagsMissing)
            inputs[^1] = 1;
    }
}
