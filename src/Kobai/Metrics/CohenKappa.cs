namespace Kobai.Metrics;

/// <summary>Agreement beyond chance of expected and predicted classes: 1 is perfect, 0 is chance.</summary>
public static class CohenKappa
{
    /// <summary>1 − Σ wᵢⱼ oᵢⱼ / Σ wᵢⱼ eᵢⱼ, with o the counts and e those of chance.</summary>
    /// <param name="predicted">The predicted class of each row.</param>
    /// <param name="expected">The expected class of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="power">wᵢⱼ = |i − j|^power: 0 counts every error the same, 1 by its distance, 2 by its square.</param>
    /// <remarks>Source: Cohen, "A Coefficient of Agreement for Nominal Scales", 1960; with weights, 1968.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, both are empty, or a class is out of range.</exception>
    /// <example><code>
    /// CohenKappa.Of([0, 1, 1, 0], expected: [0, 1, 0, 0], classes: 2)   // 0.5
    /// </code></example>
    public static double Of(ReadOnlySpan<int> predicted, ReadOnlySpan<int> expected, int classes, int power = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(power);
        var matrix = new ConfusionMatrix(predicted, expected, classes);
        double observed = 0, chance = 0;
        for (int i = 0; i < classes; i++)
        {
            for (int j = 0; j < classes; j++)
            {
                double w = i == j ? 0 : Math.Pow(Math.Abs(i - j), power);
                observed += w * matrix[i, j];
                chance += w * matrix.Expected(i) * matrix.Predicted(j) / expected.Length;
            }
        }
        return 1 - (observed / chance);
    }
}
