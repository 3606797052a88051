using System.Globalization;
using CsvHelper;

namespace Kobai.Recipes;

/// <summary>What a model says about one row.</summary>
public sealed class Prediction
{
    readonly IReadOnlyList<string> labels;
    readonly float[] probabilities;
    readonly float value;

    internal Prediction(IReadOnlyList<string> labels, float[] probabilities, float value) =>
        (this.labels, this.probabilities, this.value) = (labels, probabilities, value);

    /// <summary>The most probable class.</summary>
    /// <exception cref="InvalidOperationException">The model predicts a number.</exception>
    public string Label => labels[Best];

    /// <summary>The probability of <see cref="Label"/>.</summary>
    /// <exception cref="InvalidOperationException">The model predicts a number.</exception>
    public double Probability => probabilities[Best];

    /// <summary>The probability of each class, by name.</summary>
    /// <exception cref="InvalidOperationException">The model predicts a number.</exception>
    public IReadOnlyDictionary<string, double> Probabilities
    {
        get
        {
            _ = Best;
            return labels.Zip(probabilities).ToDictionary(pair => pair.First, pair => (double)pair.Second, StringComparer.Ordinal);
        }
    }

    /// <summary>The predicted number.</summary>
    /// <exception cref="InvalidOperationException">The model predicts a class.</exception>
    public double Value => labels.Count == 0
        ? value
        : throw new InvalidOperationException("Prediction.Value: this model predicts a class; read Label.");

    /// <summary>The probabilities in the order of the labels.</summary>
    internal ReadOnlySpan<float> Shares => probabilities;

    int Best => labels.Count > 0
        ? Report.MostProbable(probabilities)
        : throw new InvalidOperationException("Prediction.Label: this model predicts a number; read Value.");

    /// <summary>The label with its probability, or the number.</summary>
    public override string ToString() => labels.Count > 0 ? $"{Label} ({Probability:P1})" : $"{value:G6}";

    /// <summary>Writes the label and the probabilities, or the number, as fields of a record.</summary>
    internal void Write(CsvWriter writer)
    {
        if (labels.Count == 0)
            writer.WriteField(value, default, CultureInfo.InvariantCulture);
        else
            writer.WriteField(Label);
        foreach (float probability in probabilities)
            writer.WriteField(probability, default, CultureInfo.InvariantCulture);
    }
}
