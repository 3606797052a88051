namespace Kobai.Metrics;

/// <summary>The mean squared error of probabilities; 0 is perfect.</summary>
public static class BrierScore
{
    /// <summary>(1/n) Σ (pᵢ − yᵢ)² of a binary classifier.</summary>
    /// <param name="probabilities">The predicted probability of the positive class, row by row.</param>
    /// <param name="expected">1 for a positive row, 0 for a negative one.</param>
    /// <remarks>Source: Brier, "Verification of Forecasts Expressed in Terms of Probability", 1950, halved as is usual for two
    /// classes.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is neither 0 nor 1.</exception>
    /// <example><code>
    /// BrierScore.Of([0.1f, 0.9f, 0.8f], expected: [0, 1, 1])   // (0.01 + 0.01 + 0.04) / 3 = 0.02
    /// </code></example>
    public static double Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> expected)
    {
        Checks.SameLength(nameof(BrierScore), probabilities.Length, expected.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            Checks.InRange(nameof(BrierScore), expected[i], 2);
            double error = probabilities[i] - expected[i];
            sum += error * error;
        }
        return sum / expected.Length;
    }
}
