namespace Kobai.Metrics;

/// <summary>The share of rows whose class is among the k with the highest scores.</summary>
public static class TopKAccuracy
{
    /// <summary>(number of rows with fewer than k classes scoring above the expected one) / n.</summary>
    /// <param name="scores">The scores, row by row: n × <paramref name="classes"/>.</param>
    /// <param name="expected">The n expected classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="k">How many guesses a row has.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a class is out of range.</exception>
    /// <example><code>
    /// TopKAccuracy.Of([0.5f, 0.3f, 0.2f, 0.1f, 0.2f, 0.7f], expected: [1, 0], classes: 3, k: 2)   // 0.5
    /// </code></example>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> expected, int classes, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        Checks.SameLength(nameof(TopKAccuracy), scores.Length / classes, expected.Length);
        int right = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            Checks.InRange(nameof(TopKAccuracy), expected[i], classes);
            var row = scores.Slice(i * classes, classes);
            int above = 0;
            foreach (float score in row)
            {
                if (!(score <= row[expected[i]])) above++;
            }
            if (above < k) right++;
        }
        return (double)right / expected.Length;
    }
}
