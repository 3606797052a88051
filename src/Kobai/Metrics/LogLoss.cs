namespace Kobai.Metrics;

/// <summary>The mean negative log-likelihood of the expected classes, in nats; 0 is perfect.</summary>
public static class LogLoss
{
    /// <summary>−(1/n) Σᵢ ln pᵢ[expectedᵢ].</summary>
    /// <remarks>A probability of 0 for the expected class gives infinity; nothing is clipped.</remarks>
    /// <param name="probabilities">The predicted probabilities, row by row: n × <paramref name="classes"/>.</param>
    /// <param name="expected">The n expected classes.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, or a class is out of range.</exception>
    /// <example><code>
    /// LogLoss.Of([0.7f, 0.3f, 0.2f, 0.8f], expected: [0, 1], classes: 2)   // −(ln 0.7 + ln 0.8) / 2 = 0.2899
    /// </code></example>
    public static double Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> expected, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Checks.SameLength(nameof(LogLoss), probabilities.Length / classes, expected.Length);
        double sum = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            Checks.InRange(nameof(LogLoss), expected[i], classes);
            sum -= Math.Log(probabilities[i * classes + expected[i]]);
        }
        return sum / expected.Length;
    }
}
