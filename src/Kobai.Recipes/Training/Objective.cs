using Kobai.Losses;
using Kobai.Metrics;

namespace Kobai.Recipes;

/// <summary>The loss that fits a target, and what the outputs of a network mean for it.</summary>
/// <remarks>
/// Two classes: one logit and binary cross-entropy. Several: a logit each and softmax cross-entropy. Numbers: one output,
/// the target in deviations from its mean, and squared error.
/// </remarks>
sealed class Objective
{
    readonly Target target;

    /// <summary>Learns the scale of a regression from the training rows.</summary>
    public Objective(Target target, int[] trainRows)
    {
        this.target = target;
        if (target.IsClassification)
            return;
        double sum = 0, squares = 0;
        foreach (int row in trainRows)
            sum += target.Values[row];
        double mean = sum / trainRows.Length;
        foreach (int row in trainRows)
            squares += (target.Values[row] - mean) * (target.Values[row] - mean);
        Mean = (float)mean;
        Deviation = Math.Max((float)Math.Sqrt(squares / trainRows.Length), float.Epsilon);
    }

    /// <summary>The mean of the target over the training rows; 0 for classes.</summary>
    public float Mean { get; }

    /// <summary>The standard deviation of the target over the training rows; 1 for classes.</summary>
    public float Deviation { get; } = 1;

    /// <summary>The number of outputs of the network.</summary>
    public int Outputs => target.Labels.Count > 2 ? target.Labels.Count : 1;

    /// <summary>The loss of the outputs for some rows.</summary>
    public Tensor LossOf(Tensor outputs, ReadOnlySpan<int> rows, Reduction reduction)
    {
        if (target.Labels.Count > 2)
        {
            int[] classes = new int[rows.Length];
            for (int i = 0; i < classes.Length; i++)
                classes[i] = target.Classes[rows[i]];
            return Loss.CrossEntropy(outputs, Labels.From(classes), reduction: reduction);
        }
        float[] expected = new float[rows.Length];
        for (int i = 0; i < expected.Length; i++)
            expected[i] = target.IsClassification ? target.Classes[rows[i]] : (target.Values[rows[i]] - Mean) / Deviation;
        var column = Tensor.From(expected, [expected.Length, 1]);
        return target.IsClassification
            ? Loss.BinaryCrossEntropyWithLogits(outputs, column, reduction: reduction)
            : Loss.SquaredError(outputs, column, reduction);
    }

    /// <summary>Accuracy, or R² for numbers.</summary>
    public double Metric(float[] outputs, int[] rows)
    {
        if (!target.IsClassification)
            return RSquared.Of(Values(outputs, Mean, Deviation), Expected(rows));
        float[] probabilities = Probabilities(outputs, target.Labels.Count);
        int[] predicted = new int[rows.Length];
        for (int i = 0; i < predicted.Length; i++)
            predicted[i] = Report.MostProbable(probabilities.AsSpan(i * target.Labels.Count, target.Labels.Count));
        return Accuracy.Of(predicted, ExpectedClasses(rows));
    }

    /// <summary>Measures outputs on rows that were held out.</summary>
    public Report Measure(float[] outputs, int[] rows, int[] trainRows)
    {
        if (!target.IsClassification)
            return Report.OfNumbers(Values(outputs, Mean, Deviation), Expected(rows), Mean);
        int[] counts = new int[target.Labels.Count];
        foreach (int row in trainRows)
            counts[target.Classes[row]]++;
        return Report.OfClasses(Probabilities(outputs, target.Labels.Count), ExpectedClasses(rows), counts);
    }

    /// <summary>The probability of each class, row by row: the softmax of the logits, or σ of the one logit.</summary>
    public static float[] Probabilities(ReadOnlySpan<float> logits, int classes)
    {
        if (classes == 2)
        {
            float[] pairs = new float[logits.Length * 2];
            for (int i = 0; i < logits.Length; i++)
            {
                double e = Math.Exp(-Math.Abs((double)logits[i]));
                float less = (float)(e / (1 + e)), more = (float)(1 / (1 + e));
                (pairs[2 * i], pairs[2 * i + 1]) = logits[i] >= 0 ? (less, more) : (more, less);
            }
            return pairs;
        }

        float[] probabilities = new float[logits.Length];
        Span<double> powers = classes <= 256 ? stackalloc double[classes] : new double[classes];
        for (int start = 0; start < logits.Length; start += classes)
        {
            ReadOnlySpan<float> row = logits.Slice(start, classes);
            float largest = row[0];
            foreach (float logit in row)
                largest = MathF.Max(largest, logit);
            double sum = 0;
            for (int i = 0; i < classes; i++)
                sum += powers[i] = Math.Exp((double)row[i] - largest);
            for (int i = 0; i < classes; i++)
                probabilities[start + i] = (float)(powers[i] / sum);
        }
        return probabilities;
    }

    /// <summary>The numbers that the outputs of a regression stand for.</summary>
    public static float[] Values(ReadOnlySpan<float> outputs, float mean, float deviation)
    {
        float[] values = new float[outputs.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = outputs[i] * deviation + mean;
        return values;
    }

    int[] ExpectedClasses(int[] rows) => Array.ConvertAll(rows, row => target.Classes[row]);

    float[] Expected(int[] rows) => Array.ConvertAll(rows, row => target.Values[row]);
}
