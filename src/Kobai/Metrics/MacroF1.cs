namespace Kobai.Metrics;

/// <summary>F₁ averaged over the classes, each counting the same however rare it is.</summary>
public static class MacroF1
{
    /// <summary>(1/C) Σ F₁ over the C classes that are expected or predicted at least once.</summary>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is out of range.</exception>
    /// <example><code>
    /// MacroF1.Of([0, 1, 1, 0], expected: [0, 1, 0, 0], classes: 2)   // (4/5 + 2/3) / 2 = 0.7333
    /// </code></example>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes)
    {
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        double sum = 0;
        int present = 0;
        for (int label = 0; label < classes; label++)
        {
            if (matrix.Expected(label) + matrix.Predicted(label) == 0)
                continue;
            sum += matrix.F1(label);
            present++;
        }
        return sum / present;
    }
}
