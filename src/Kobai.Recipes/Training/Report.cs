using Kobai.Metrics;

namespace Kobai.Recipes;

/// <summary>How well a model predicts rows it was not trained on, beside the best guess that looks at no input.</summary>
public sealed class Report
{
    Report(int rows, IReadOnlyList<Score> scores, ConfusionMatrix? confusion) =>
        (Rows, Scores, Confusion) = (rows, scores, confusion);

    /// <summary>The number of rows measured on.</summary>
    public int Rows { get; }

    /// <summary>The measures, the most telling first.</summary>
    public IReadOnlyList<Score> Scores { get; }

    /// <summary>How often each class was taken for each; null for a regression.</summary>
    public ConfusionMatrix? Confusion { get; }

    /// <summary>The value of a measure, by name.</summary>
    /// <exception cref="KeyNotFoundException">It was not measured.</exception>
    public double this[string name] =>
        (Scores.FirstOrDefault(score => string.Equals(score.Name, name, StringComparison.Ordinal))
            ?? throw new KeyNotFoundException(
                $"There is no '{name}'; the report has {string.Join(", ", Scores.Select(score => score.Name))}.")).Value;

    /// <summary>Measures predicted probabilities; the baseline always says the shares of the training rows.</summary>
    internal static Report OfClasses(float[] probabilities, int[] expected, ReadOnlySpan<int> trainingCounts)
    {
        int classes = trainingCounts.Length;
        int[] predicted = new int[expected.Length];
        for (int i = 0; i < predicted.Length; i++)
            predicted[i] = MostProbable(probabilities.AsSpan(i * classes, classes));

        int majority = 0;
        double total = 0;
        for (int i = 0; i < classes; i++)
        {
            total += trainingCounts[i];
            if (trainingCounts[i] > trainingCounts[majority])
                majority = i;
        }
        int[] guesses = new int[expected.Length];
        Array.Fill(guesses, majority);
        float[] shares = new float[probabilities.Length];
        for (int i = 0; i < shares.Length; i++)
            shares[i] = (float)(trainingCounts[i % classes] / total);

        var scores = new List<Score>
        {
            new("accuracy", Accuracy.Of(predicted, expected), Accuracy.Of(guesses, expected), HigherIsBetter: true),
            new("log loss", LogLoss.Of(probabilities, expected, classes), LogLoss.Of(shares, expected, classes),
                HigherIsBetter: false),
            new("macro F1", MacroF1.Of(predicted, expected, classes), MacroF1.Of(guesses, expected, classes),
                HigherIsBetter: true),
        };
        if (classes == 2 && expected.Contains(0) && expected.Contains(1))
        {
            float[] positive = new float[expected.Length];
            for (int i = 0; i < positive.Length; i++)
                positive[i] = probabilities[2 * i + 1];
            scores.Add(new("ROC AUC", RocAuc.Of(positive, expected), 0.5, HigherIsBetter: true));
        }
        return new(expected.Length, scores, new(predicted, expected, classes));
    }

    /// <summary>Measures predicted numbers; the baseline always says the mean of the training rows.</summary>
    internal static Report OfNumbers(float[] predicted, float[] expected, float trainingMean)
    {
        float[] guesses = new float[expected.Length];
        Array.Fill(guesses, trainingMean);
        return new(
            expected.Length,
            [
                new("R²", RSquared.Of(predicted, expected), RSquared.Of(guesses, expected), HigherIsBetter: true),
                new("RMSE", RootMeanSquaredError.Of(predicted, expected), RootMeanSquaredError.Of(guesses, expected),
                    HigherIsBetter: false),
                new("MAE", MeanAbsoluteError.Of(predicted, expected), MeanAbsoluteError.Of(guesses, expected),
                    HigherIsBetter: false),
            ],
            confusion: null);
    }

    internal static int MostProbable(ReadOnlySpan<float> probabilities)
    {
        int best = 0;
        for (int i = 1; i < probabilities.Length; i++)
            if (probabilities[i] > probabilities[best])
                best = i;
        return best;
    }
}
