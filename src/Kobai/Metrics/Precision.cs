namespace Kobai.Metrics;

/// <summary>Of the rows predicted as a class, the share that is of it.</summary>
public static class Precision
{
    /// <summary>TP / (TP + FP); 0 where nothing is predicted as the class.</summary>
    /// <param name="predicted">The predicted class of each row.</param>
    /// <param name="expected">The expected class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="average">How the classes become one number.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, both are empty, a class is out of range, or a binary average is asked of more than two classes.
    /// </exception>
    /// <example><code>
    /// Precision.Of([0, 1, 1, 0], expected: [0, 1, 0, 0])   // 0.5
    /// </code></example>
    public static double Of(
        ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes = 2, Averaging average = Averaging.Binary)
    {
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        return ClassScores.Averaged(nameof(Precision), matrix, average, label => (matrix[label, label], matrix.Predicted(label)));
    }
}
