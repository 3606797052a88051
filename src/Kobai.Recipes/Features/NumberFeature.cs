namespace Kobai.Recipes;

/// <summary>A number or a date: x ↦ (x − mean) / deviation, the median standing in for a missing value.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Median">What stands in for a missing value.</param>
/// <param name="Mean">The mean over the training rows, after the logarithm if there is one.</param>
/// <param name="Deviation">The standard deviation over the training rows.</param>
/// <param name="Logarithm">Whether x is first replaced by sign(x) · log(1 + |x|), for columns with a long tail.</param>
/// <param name="FlagsMissing">Whether a second input is 1 where the value is missing.</param>
/// <param name="Dates">The order of day, month and year when the column is a date.</param>
sealed record NumberFeature(
    string Column, float Median, float Mean, float Deviation, bool Logarithm, bool FlagsMissing, DateOrder Dates)
    : Feature(Column)
{
    /// <summary>Values further from the mean than this many deviations are drawn in, so that one cannot upset a model.</summary>
    const float Farthest = 10;

    /// <summary>The skewness from which the logarithm is tried; it is kept if it halves the skewness.</summary>
    const double Skewed = 2;

    public override int Width => FlagsMissing ? 2 : 1;

    public override IEnumerable<string> InputNames => FlagsMissing ? [Column, $"{Column} is missing"] : [Column];

    public override ColumnSchema Schema =>
        new(Column, Dates == DateOrder.None ? ColumnKind.Number : ColumnKind.Date, 0, 0, "") { Dates = Dates };

    public static NumberFeature Fit(Table table, int column, ReadOnlySpan<int> rows)
    {
        ColumnSchema schema = table.Columns[column];
        float[] values = new float[rows.Length];
        int count = 0;
        foreach (int row in rows)
            if (table.Number(row, column) is float value && !float.IsNaN(value))
                values[count++] = value;
        bool flagsMissing = count < rows.Length;
        DateOrder dates = schema.Kind == ColumnKind.Date ? schema.Dates : DateOrder.None;
        if (count == 0)
            return new(schema.Name, 0, 0, 0, Logarithm: false, flagsMissing, dates);

        ReadOnlySpan<float> known = values.AsSpan(0, count);
        float median = flagsMissing ? MedianOf(known) : 0;
        (double mean, double deviation, double skewness) = Moments(known);
        bool logarithm = false;
        if (Math.Abs(skewness) > Skewed && dates == DateOrder.None)
        {
            float[] logs = new float[count];
            for (int i = 0; i < count; i++)
                logs[i] = SignedLog(known[i]);
            (double Mean, double Deviation, double Skewness) after = Moments(logs);
            logarithm = Math.Abs(after.Skewness) < Math.Abs(skewness) / 2;
            if (logarithm)
                (mean, deviation, _) = after;
        }
        return new(schema.Name, median, (float)mean, (float)deviation, logarithm, flagsMissing, dates);
    }

    public override bool IsSound() => float.IsFinite(Median) && float.IsFinite(Mean) && float.IsFinite(Deviation) && Deviation >= 0;

    public override void Encode(Table table, int row, int column, Span<float> inputs)
    {
        float x = table.Number(row, column);
        if (float.IsNaN(x))
        {
            x = Median;
            if (FlagsMissing)
                inputs[1] = 1;
        }
        if (Logarithm)
            x = SignedLog(x);
        inputs[0] = Deviation == 0 ? 0 : Math.Clamp((x - Mean) / Deviation, -Farthest, Farthest);
    }

    static float SignedLog(float x) => MathF.CopySign(float.LogP1(MathF.Abs(x)), x);

    static float MedianOf(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static (double Mean, double Deviation, double Skewness) Moments(ReadOnlySpan<float> values)
    {
        double mean = 0;
        foreach (float value in values)
            mean += value;
        mean /= values.Length;

        double second = 0, third = 0;
        foreach (float value in values)
        {
            double distance = value - mean;
            second += distance * distance;
            third += distance * distance * distance;
        }
        double deviation = Math.Sqrt(second / values.Length);
        return (mean, deviation, deviation == 0 ? 0 : third / values.Length / (deviation * deviation * deviation));
    }
}
