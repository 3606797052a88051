namespace Kobai.Metrics;

/// <summary>The typical size of an error, in the unit of the target; large errors weigh more.</summary>
public static class RootMeanSquaredError
{
    /// <summary>√((1/n) Σ(ŷᵢ − yᵢ)²).</summary>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    /// <example><code>
    /// RootMeanSquaredError.Of([2.5f, 0, 2], expected: [3, -0.5f, 2])   // 0.4082
    /// </code></example>
    public static double Of(ReadOnlySpan<float> predicted, ReadOnlySpan<float> expected)
    {
        Checks.SameLength(nameof(RootMeanSquaredError), predicted.Length, expected.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = (double)predicted[i] - expected[i];
            sum += error * error;
        }
        return Math.Sqrt(sum / expected.Length);
    }
}
