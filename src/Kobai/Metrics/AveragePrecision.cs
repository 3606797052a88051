namespace Kobai.Metrics;

/// <summary>The area under the curve of precision over recall of a binary classifier, in steps.</summary>
public static class AveragePrecision
{
    /// <summary>Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores from the highest down; NaN when there is no positive row.</summary>
    /// <param name="scores">A score per row, higher for the positive class.</param>
    /// <param name="expected">1 for a positive row, 0 for a negative one.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, both are empty, a class is neither 0 nor 1, or a score is NaN.
    /// </exception>
    /// <example><code>
    /// AveragePrecision.Of([0.1f, 0.4f, 0.35f, 0.8f], expected: [0, 0, 1, 1])   // 1/2 + 2/3 / 2 = 0.8333
    /// </code></example>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> expected)
    {
        Checks.SameLength(nameof(AveragePrecision), scores.Length, expected.Length);
        if (scores.ContainsAny([float.NaN])) throw new ArgumentException("AveragePrecision: scores must be numbers; one is NaN.");
        float[] sorted = scores.ToArray();
        int[] labels = expected.ToArray();
        foreach (int label in labels) Checks.InRange(nameof(AveragePrecision), label, 2);
        Array.Sort(sorted, labels);
        Array.Reverse(sorted);
        Array.Reverse(labels);

        double sum = 0;
        long positives = 0, before = 0;
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start; end < sorted.Length && sorted[end] == sorted[start]; end++) positives += labels[end];
            sum += (positives - before) * ((double)positives / end);
            before = positives;
        }
        return sum / positives;
    }
}
