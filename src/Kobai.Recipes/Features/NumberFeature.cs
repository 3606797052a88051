namespace Kobai.Recipes;

/// <summary>A number or a date: x ↦ (x − mean) / deviation, the median standing in for a missing value.</summary>
/// <remarks>A column with a long tail has its logarithm sign(x) · log(1 + |x|), scaled alike, as a second input.</remarks>
/// <param name="Column">The name of the column.</param>
/// <param name="Median">What stands in for a missing value.</param>
/// <param name="Scale">The mean and the standard deviation over the training rows.</param>
/// <param name="LogScale">Those of the logarithm; null where the column has no long tail.</param>
/// <param name="FlagsMissing">Whether the last input is 1 where the value is missing.</param>
/// <param name="Dates">The order of day, month and year when the column is a date.</param>
sealed record NumberFeature(
    string Column, float Median, Scale Scale, Scale? LogScale, bool FlagsMissing, DateOrder Dates) : Feature(Column)
{
    /// <summary>The skewness from which the logarithm is tried; it is used if it halves the skewness.</summary>
    const double Skewed = 2;

    public override int Width => 1 + (LogScale is null ? 0 : 1) + (FlagsMissing ? 1 : 0);

    public override IEnumerable<string> InputNames =>
        new[] { Column, LogScale is null ? "" : $"log {Column}", FlagsMissing ? $"{Column} is missing" : "" }
            .Where(name => name.Length > 0);

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
            return new(schema.Name, 0, new(0, 0), LogScale: null, flagsMissing, dates);

        ReadOnlySpan<float> known = values.AsSpan(0, count);
        float median = flagsMissing ? MedianOf(known) : 0;
        (Scale scale, double skewness) = Moments(known);
        Scale? logScale = null;
        if (Math.Abs(skewness) > Skewed && dates == DateOrder.None)
        {
            float[] logs = new float[count];
            for (int i = 0; i < count; i++)
                logs[i] = SignedLog(known[i]);
            (Scale scaleOfLogs, double skewnessOfLogs) = Moments(logs);
            if (Math.Abs(skewnessOfLogs) < Math.Abs(skewness) / 2)
                logScale = scaleOfLogs;
        }
        return new(schema.Name, median, scale, logScale, flagsMissing, dates);
    }

    public override bool IsSound() => float.IsFinite(Median) && Scale.IsSound && LogScale is null or { IsSound: true };

    public override void Encode(Table table, int row, int column, Span<float> inputs)
    {
        float x = table.Number(row, column);
        if (float.IsNaN(x))
        {
            x = Median;
            if (FlagsMissing)
                inputs[^1] = 1;
        }
        inputs[0] = Scale.Apply(x);
        if (LogScale is Scale logScale)
            inputs[1] = logScale.Apply(SignedLog(x));
    }

    static float SignedLog(float x) => MathF.CopySign(float.LogP1(MathF.Abs(x)), x);

    static float MedianOf(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static (Scale Scale, double Skewness) Moments(ReadOnlySpan<float> values)
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
        double skewness = deviation == 0 ? 0 : third / values.Length / (deviation * deviation * deviation);
        return (new((float)mean, (float)deviation), skewness);
    }
}
