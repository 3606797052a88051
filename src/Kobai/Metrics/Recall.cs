namespace Kobai.Metrics;

/// <summary>Of the rows of a class, the share predicted as it.</summary>
public static class Recall
{
    /// <summary>TP / (TP + FN); 0 where the class has no row.</summary>
    /// <param name="predicted">The predicted class of each row.</param>
    /// <param name="expected">The expected class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="average">How the classes become one number.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, both are empty, a class is out of range, or a binary average is asked of more than two classes.
    /// </exception>
    /// <example><code>
    /// Recall.Of([0, 1, 1, 0], expected: [0, 1, 0, 1])   // 0.5
    /// </code></example>
    public static double Of(
        ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes = 2, Averaging average = Averaging.Binary)
    {
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        return ClassScores.Averaged(nameof(Recall), matrix, average, label => (matrix[label, label], matrix.Expected(label)));
    }
}
