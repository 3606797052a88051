namespace Kobai.Metrics;

/// <summary>The mean error relative to the expected number, as a share: 0.1 is ten percent.</summary>
public static class MeanAbsolutePercentageError
{
    /// <summary>(1/n) Σ |predictedᵢ − expectedᵢ| / max(|expectedᵢ|, ε), with ε = 2⁻⁵² for expected numbers of 0.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    /// <example><code>
    /// MeanAbsolutePercentageError.Of([9f, 22], expected: [10, 20])   // 0.1
    /// </code></example>
    public static double Of(ReadOnlySpan<float> predicted, ReadOnlySpan<float> expected)
    {
        Checks.SameLength(nameof(MeanAbsolutePercentageError), predicted.Length, expected.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            sum += Math.Abs((double)predicted[i] - expected[i]) / Math.Max(Math.Abs((double)expected[i]), Math.ScaleB(1, -52));
        }
        return sum / expected.Length;
    }
}
