namespace Kobai.Metrics;

/// <summary>The share of the variance of the expected values that the predictions explain.</summary>
public static class RSquared
{
    /// <summary>1 − Σ(yᵢ − ŷᵢ)² / Σ(yᵢ − ȳ)²; 1 is perfect, 0 is as good as the mean, and below 0 is worse.</summary>
    /// <remarks>When every expected value is the same: 1 if all are predicted exactly, else 0.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    /// <example><code>
    /// RSquared.Of([2.5f, 0, 2], expected: [3, -0.5f, 2])   // 0.9231
    /// </code></example>
    public static double Of(ReadOnlySpan<float> predicted, ReadOnlySpan<float> expected)
    {
        Checks.SameLength(nameof(RSquared), predicted.Length, expected.Length);
        double mean = 0;
        foreach (float y in expected)
            mean += y;
        mean /= expected.Length;

        double residual = 0, total = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = (double)expected[i] - predicted[i], spread = expected[i] - mean;
            residual += error * error;
            total += spread * spread;
        }
        if (total == 0)
            return residual == 0 ? 1 : 0;
        return 1 - residual / total;
    }
}
