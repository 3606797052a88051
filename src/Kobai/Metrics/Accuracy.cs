namespace Kobai.Metrics;

/// <summary>The share of predictions that are right.</summary>
public static class Accuracy
{
    /// <summary>(number of i with predictedᵢ = expectedᵢ) / n.</summary>
    /// <example><code>Accuracy.Of([0, 1, 1, 0], expected: [0, 1, 0, 0])   // 0.75</code></example>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected)
    {
        Checks.SameLength(nameof(Accuracy), predicted.Length, expected.Length);
        int right = 0;
        for (int i = 0; i < expected.Length; i++)
            if (predicted[i] == expected[i])
                right++;
        return (double)right / expected.Length;
    }
}
