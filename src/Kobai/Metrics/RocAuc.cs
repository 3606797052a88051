namespace Kobai.Metrics;

/// <summary>The area under the receiver operating characteristic curve of a binary classifier.</summary>
/// <remarks>
/// It is the probability that a random positive row scores above a random negative one, ties counted half; 0.5 is chance.
/// Computed from the rank sum (Mann and Whitney 1947): (R₊ − n₊(n₊ + 1)/2) / (n₊ n₋), tied scores sharing their mean rank.
/// </remarks>
public static class RocAuc
{
    /// <summary>The area under the curve; NaN when only one class is present.</summary>
    /// <param name="scores">A score per row, higher for the positive class.</param>
    /// <param name="expected">1 for a positive row, 0 for a negative one.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, both are empty, a class is neither 0 nor 1, or a score is NaN.
    /// </exception>
    /// <example><code>
    /// RocAuc.Of([0.1f, 0.4f, 0.35f, 0.8f], expected: [0, 0, 1, 1])   // 0.75
    /// </code></example>
    public static double Of(ReadOnlySpan<float> scores, ReadOnlySpan<int> expected)
    {
        Checks.SameLength(nameof(RocAuc), scores.Length, expected.Length);
        if (scores.ContainsAny([float.NaN]))
            throw new ArgumentException("RocAuc: scores must be numbers; one is NaN.");

        float[] sorted = scores.ToArray();
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(sorted, order);

        double rankSum = 0;
        long positives = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start; end < order.Length && sorted[end] == sorted[start]; end++) { }
            double rank = (start + 1 + end) / 2.0;
            for (int i = start; i < end; i++)
            {
                int label = expected[order[i]];
                Checks.InRange(nameof(RocAuc), label, 2);
                positives += label;
                rankSum += label * rank;
            }
        }
        long negatives = order.Length - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / ((double)positives * negatives);
    }

    /// <summary>The mean over the classes of the area under the curve of each against the rest.</summary>
    /// <param name="scores">The scores, row by row: n × <paramref name="classes"/>.</param>
    /// <param name="expected">The n expected classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="average">Macro, each class counting the same, or Weighted by its rows.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, a class is out of range, or the average is another.</exception>
    /// <example><code>
    /// RocAuc.Of([0.7f, 0.3f, 0.4f, 0.6f], expected: [0, 1], classes: 2)   // 1
    /// </code></example>
    public static double Of(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> expected, int classes, Averaging average = Averaging.Macro)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Checks.SameLength(nameof(RocAuc), scores.Length / classes, expected.Length);
        if (average is not (Averaging.Macro or Averaging.Weighted)) throw new ArgumentException("RocAuc: the average of classes is Macro or Weighted.");
        float[] column = new float[expected.Length];
        int[] isLabel = new int[expected.Length];
        double sum = 0, weights = 0;
        for (int label = 0; label < classes; label++)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Checks.InRange(nameof(RocAuc), expected[i], classes);
                column[i] = scores[(i * classes) + label];
                isLabel[i] = expected[i] == label ? 1 : 0;
            }
            double weight = average == Averaging.Weighted ? isLabel.Sum() : 1;
            sum += weight * Of(column, isLabel);
            weights += weight;
        }
        return sum / weights;
    }
}
