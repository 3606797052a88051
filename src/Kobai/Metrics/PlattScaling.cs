namespace Kobai.Metrics;

/// <summary>Turns the scores of a binary classifier into probabilities: p = σ(slope · score + intercept).</summary>
/// <remarks>
/// Slope and intercept make the likelihood of Platt's smoothed targets largest: (n₊ + 1) / (n₊ + 2) for positive rows
/// and 1 / (n₋ + 2) for negative ones, so that scores that separate the classes do not lead to infinity. Newton's
/// method with halved steps, after Lin, Lin and Weng 2007, <see href="https://doi.org/10.1007/s10994-007-5018-6">A note
/// on Platt's probabilistic outputs for support vector machines</see>.
/// </remarks>
/// <example><code>
/// var scaling = PlattScaling.Fit(Tensor.From([-2.0, -1, 1, 2]), [0, 0, 1, 1]);
/// (scaling.Slope, scaling.Intercept)          // (0.674, 0.0)
/// scaling.Apply(Tensor.From([-2.0, 0, 2]))    // [0.206, 0.500, 0.794]
/// </code></example>
public sealed class PlattScaling
{
    PlattScaling(double slope, double intercept) => (Slope, Intercept) = (slope, intercept);

    /// <summary>What a score is multiplied by.</summary>
    public double Slope { get; }

    /// <summary>What is added to it.</summary>
    public double Intercept { get; }

    /// <summary>Finds slope and intercept for scores of rows that the model did not train on.</summary>
    /// <param name="scores">A score for each row, higher for the positive class.</param>
    /// <param name="expected">1 for a positive row, 0 for a negative one.</param>
    /// <exception cref="ArgumentException">Scores and labels differ in count, a label is not 0 or 1, or a score is not
    /// finite.</exception>
    public static PlattScaling Fit(Tensor scores, Labels expected)
    {
        double[] x = CalibrationChecks.Scores(nameof(PlattScaling), scores, expected);
        double positives = 0;
        foreach (long label in expected) positives += label;
        double negatives = x.Length - positives;
        double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);

        double slope = 0, intercept = Math.Log((positives + 1) / (negatives + 1)), loss = Loss(slope, intercept);
        for (int step = 0; step < 100; step++)
        {
            // The slopes of the loss and its matrix of second slopes, slightly raised where it is singular.
            double a = 0, b = 0, aa = 1e-12, ab = 0, bb = 1e-12;
            for (int i = 0; i < x.Length; i++)
            {
                double p = 1 / (1 + Math.Exp(-(slope * x[i] + intercept))), distance = p - Target(i), weight = p * (1 - p);
                a += distance * x[i];
                b += distance;
                aa += weight * x[i] * x[i];
                ab += weight * x[i];
                bb += weight;
            }
            double determinant = aa * bb - ab * ab;
            double byA = -(bb * a - ab * b) / determinant, byB = -(aa * b - ab * a) / determinant, length = 1;
            if (!(Math.Abs(a) + Math.Abs(b) > 1e-13 * x.Length)) break;
            while (!(Loss(slope + length * byA, intercept + length * byB) < loss) && length > 1e-10) length /= 2;
            if (length <= 1e-10) break;
            slope += length * byA;
            intercept += length * byB;
            loss = Loss(slope, intercept);
        }
        return new(slope, intercept);

        double Target(int i) => expected[i] == 1 ? high : low;

        double Loss(double slope, double intercept)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double z = slope * x[i] + intercept;
                sum += Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - Target(i) * z;
            }
            return sum;
        }
    }

    /// <summary>The probability of the positive class for each score.</summary>
    public Tensor Apply(Tensor scores) => (scores * Slope + Intercept).Sigmoid();
}
