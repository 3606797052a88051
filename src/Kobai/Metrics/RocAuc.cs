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
}
