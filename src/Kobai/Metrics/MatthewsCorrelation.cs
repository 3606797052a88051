namespace Kobai.Metrics;

/// <summary>The correlation of expected and predicted classes: 1 is perfect, 0 is chance, whatever their balance.</summary>
public static class MatthewsCorrelation
{
    /// <summary>
    /// (c n − Σ pₖ tₖ) / √((n² − Σ pₖ²)(n² − Σ tₖ²)), with c right rows of n, pₖ predicted and tₖ expected as class k; 0 where
    /// only one class is expected or predicted.
    /// </summary>
    /// <remarks>Source: Matthews, 1975; for several classes Gorodkin, "Comparing two K-category assignments by a K-category
    /// correlation coefficient", 2004.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is out of range.</exception>
    /// <example><code>
    /// MatthewsCorrelation.Of([1, 0, 1, 1], expected: [1, 1, 1, 0], classes: 2)   // -0.333
    /// </code></example>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes)
    {
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        double n = expected.Length, right = 0, both = 0, predictions = 0, expectations = 0;
        for (int label = 0; label < classes; label++)
        {
            double p = matrix.Predicted(label), t = matrix.Expected(label);
            right += matrix[label, label];
            both += p * t;
            predictions += p * p;
            expectations += t * t;
        }
        double scale = Math.Sqrt((n * n) - predictions) * Math.Sqrt((n * n) - expectations);
        return scale == 0 ? 0 : ((right * n) - both) / scale;
    }
}
