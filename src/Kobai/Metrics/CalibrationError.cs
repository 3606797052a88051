namespace Kobai.Metrics;

/// <summary>The expected calibration error: how far confidence and accuracy lie apart.</summary>
public static class CalibrationError
{
    /// <summary>Σ (n_b / n) |accuracy_b − confidence_b| over bins of equal width of the confidence, the highest probability.</summary>
    /// <param name="probabilities">The predicted probabilities, row by row: n × <paramref name="classes"/>.</param>
    /// <param name="expected">The n expected classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="bins">The number of bins of [0, 1].</param>
    /// <remarks>Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017; a bin holds its upper end.</remarks>
    /// <exception cref="ArgumentException">The sizes do not fit, or a class is out of range.</exception>
    /// <example><code>
    /// CalibrationError.Of([0.9f, 0.1f, 0.9f, 0.1f], expected: [0, 1], classes: 2)   // |1/2 − 0.9| = 0.4
    /// </code></example>
    public static double Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> expected, int classes, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Checks.SameLength(nameof(CalibrationError), probabilities.Length / classes, expected.Length);
        double[] gaps = new double[bins];
        for (int i = 0; i < expected.Length; i++)
        {
            Checks.InRange(nameof(CalibrationError), expected[i], classes);
            var row = probabilities.Slice(i * classes, classes);
            int best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row);
            int bin = Math.Clamp((int)Math.Ceiling(row[best] * (double)bins) - 1, 0, bins - 1);
            gaps[bin] += (best == expected[i] ? 1 : 0) - (double)row[best];
        }
        return gaps.Sum(Math.Abs) / expected.Length;
    }
}
