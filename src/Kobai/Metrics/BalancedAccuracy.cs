namespace Kobai.Metrics;

/// <summary>Accuracy as if every class had the same number of rows.</summary>
public static class BalancedAccuracy
{
    /// <summary>The mean of the recalls of the classes that have rows.</summary>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is out of range.</exception>
    /// <example><code>
    /// BalancedAccuracy.Of([0, 0, 0, 1], expected: [0, 0, 1, 1], classes: 2)   // (1 + 1/2) / 2 = 0.75
    /// </code></example>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes)
    {
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        return Enumerable.Range(0, classes).Where(label => matrix.Expected(label) > 0).Average(matrix.Recall);
    }
}
