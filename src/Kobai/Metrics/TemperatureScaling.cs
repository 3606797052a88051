namespace Kobai.Metrics;

/// <summary>Calibrates the probabilities of a classifier by one number: softmax(logits / T). Which class is likeliest
/// stays.</summary>
/// <remarks>
/// T makes the likelihood of validation data largest: over-confident models have T above 1. In β = 1/T the mean of
/// ln Σⱼ e^{β zⱼ} − β z_y is convex; Newton's method finds its minimum in double precision, halving its bracket where a
/// step would leave it. T stays from 0.01 to 100; where every row is right, it is 0.01, as smaller would always be
/// better. Guo, Pleiss, Sun, Weinberger 2017, <see href="https://arxiv.org/abs/1706.04599">On Calibration of Modern
/// Neural Networks</see>.
/// </remarks>
/// <example><code>
/// var validation = Tensor.From(new double[,] { { 4, 0 }, { 4, 0 }, { 4, 0 }, { 0, 4 } });
/// var scaling = TemperatureScaling.Fit(validation, [0, 0, 1, 1]);
/// scaling.Temperature                          // 4 / ln 3 = 3.641
/// scaling.Apply(validation).Softmax(1)[0]      // [0.75, 0.25]
/// </code></example>
public sealed class TemperatureScaling
{
    const double Smallest = 0.01, Largest = 100;

    TemperatureScaling(double temperature) => Temperature = temperature;

    /// <summary>What logits are divided by.</summary>
    public double Temperature { get; }

    /// <summary>Finds the temperature for logits (N, classes) of rows that the model did not train on.</summary>
    /// <exception cref="ShapeException">The logits are not (N, classes) with a label for each row, or there are
    /// none.</exception>
    /// <exception cref="ArgumentException">A label is not a class, or a logit is not finite.</exception>
    public static TemperatureScaling Fit(Tensor logits, Labels expected)
    {
        if (logits.Rank != 2 || logits.Count == 0 || expected.Shape != Shape.Create([logits.Shape[0]]))
            throw new ShapeException(
                $"TemperatureScaling: logits must be (N, classes) with a label for each row; logits is {logits.Shape}, expected is {expected.Shape}.");
        double[] z = logits.ToArray<double>();
        int classes = (int)logits.Shape[1];
        foreach (long label in expected) Checks.InRange(nameof(TemperatureScaling), label, classes);
        CalibrationChecks.Finite(nameof(TemperatureScaling), "logits", z);

        // β is where the slope of the convex loss is 0, or the end that the slope points to.
        double low = 1 / Largest, high = 1 / Smallest, beta = 1;
        if (SlopeAt(beta) == 0) return new(1);
        if (SlopeAt(high) <= 0) return new(Smallest);
        if (SlopeAt(low) >= 0) return new(Largest);
        for (int step = 0; step < 100; step++)
        {
            var (slope, curvature) = Slopes(z, expected, classes, beta);
            if (slope > 0) high = beta;
            else low = beta;
            double next = beta - slope / curvature;
            if (!(next > low && next < high)) next = low + (high - low) / 2;
            if (Math.Abs(next - beta) <= 1e-15 * beta) break;
            beta = next;
        }
        return new(1 / beta);

        double SlopeAt(double at) => Slopes(z, expected, classes, at).Slope;
    }

    /// <summary>logits / T.</summary>
    public Tensor Apply(Tensor logits) => logits / Temperature;

    // Of the loss in β: Σ (E z − z_y) and Σ Var z, under the probabilities at β.
    static (double Slope, double Curvature) Slopes(double[] z, Labels expected, int classes, double beta)
    {
        double slope = 0, curvature = 0;
        for (int row = 0; row < expected.Count; row++)
        {
            var x = z.AsSpan(row * classes, classes);
            double most = double.NegativeInfinity, target = x[(int)expected[row]];
            foreach (double v in x) most = Math.Max(most, v);
            double sum = 0, first = 0, second = 0;
            foreach (double v in x)
            {
                double e = Math.Exp(beta * (v - most)), distance = v - target;
                sum += e;
                first += e * distance;
                second += e * distance * distance;
            }
            slope += first / sum;
            curvature += second / sum - first / sum * (first / sum);
        }
        return (slope, curvature);
    }
}
