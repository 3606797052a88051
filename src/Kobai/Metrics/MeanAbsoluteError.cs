namespace Kobai.Metrics;

/// <summary>The mean size of an error, in the unit of the target.</summary>
public static class MeanAbsoluteError
{
    /// <summary>(1/n) Σ |ŷᵢ − yᵢ|.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    /// <example><code>
    /// MeanAbsoluteError.Of([2.5f, 0, 2], expected: [3, -0.5f, 2])   // 0.3333
    /// </code></example>
    public static double Of(ReadOnlySpan<float> predicted, ReadOnlySpan<float> expected)
    {
        Checks.SameLength(nameof(MeanAbsoluteError), predicted.Length, expected.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
            sum += Math.Abs((double)predicted[i] - expected[i]);
        return sum / expected.Length;
    }
}
