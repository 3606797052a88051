namespace Kobai.Losses;

/// <summary>The factor of the positive class, for <see cref="Loss.BinaryCrossEntropyWithLogits"/>.</summary>
public static class PositiveWeight
{
    /// <summary>negatives / positives: with it both classes weigh the same in total.</summary>
    /// <param name="positives">How many positive samples there are; above 0.</param>
    /// <param name="negatives">How many negative ones; 0 or more.</param>
    /// <returns>The factor, without axes.</returns>
    /// <exception cref="ArgumentException">There is no positive sample, or a count is negative.</exception>
    /// <example><code>
    /// PositiveWeight.FromCounts(10, 90)   // 9
    /// </code></example>
    public static Tensor FromCounts(long positives, long negatives) => Tensor.Scalar((float)Ratio(positives, negatives, ""));

    /// <summary>negatives / positives of each of several labels.</summary>
    /// <param name="positives">How many positive samples each label has; above 0.</param>
    /// <param name="negatives">How many negative ones; as many numbers.</param>
    /// <returns>The factors; (C).</returns>
    /// <exception cref="ArgumentException">A label has no positive sample, a count is negative, or the numbers of counts differ.</exception>
    /// <example><code>
    /// PositiveWeight.FromCounts([10, 50], [90, 50])   // [9, 1]
    /// </code></example>
    public static Tensor FromCounts(ReadOnlySpan<long> positives, ReadOnlySpan<long> negatives)
    {
        if (positives.Length != negatives.Length)
        {
            throw new ArgumentException(
                $"PositiveWeight.FromCounts: one count of each kind is needed for each label; there are {positives.Length} of positives and {negatives.Length} of negatives.",
                nameof(negatives));
        }
        var weights = new float[positives.Length];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)Ratio(positives[i], negatives[i], $" of label {i}");
        return Tensor.From(weights);
    }

    static double Ratio(long positives, long negatives, string which) => positives > 0 && negatives >= 0
        ? (double)negatives / positives
        : throw new ArgumentException(
            $"PositiveWeight.FromCounts: at least 1 positive and 0 negative samples are needed; the counts{which} are {positives} and {negatives}.",
            nameof(positives));
}
