namespace Kobai.Metrics;

/// <summary>Precision and recall in one number, where recall counts β times as much.</summary>
public static class FBeta
{
    /// <summary>(1 + β²) TP / ((1 + β²) TP + FP + β² FN); F₁ with β = 1.</summary>
    /// <param name="predicted">The predicted class of each row.</param>
    /// <param name="expected">The expected class of each row.</param>
    /// <param name="beta">β, 0 or more.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="average">How the classes become one number.</param>
    /// <remarks>Source: van Rijsbergen, "Information Retrieval", 1979, chapter 7.</remarks>
    /// <exception cref="ArgumentException">
    /// The lengths differ, both are empty, a class is out of range, or a binary average is asked of more than two classes.
    /// </exception>
    /// <example><code>
    /// FBeta.Of([0, 1, 1, 0], expected: [0, 1, 0, 0], beta: 1)   // 2 / 3 = 0.667
    /// </code></example>
    public static double Of(
        ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, double beta, int classes = 2, Averaging average = Averaging.Binary)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        double square = beta * beta;
        return ClassScores.Averaged(nameof(FBeta), matrix, average, label =>
            ((1 + square) * matrix[label, label], matrix.Predicted(label) + (square * matrix.Expected(label))));
    }
}
