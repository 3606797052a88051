using System.Globalization;

namespace Kobai;

/// <summary>What came of an epoch.</summary>
/// <remarks>
/// <example><code>
/// var result = new EpochResult { Epoch = 1, TrainingLoss = 0.5, Metrics = new Dictionary&lt;string, double&gt; { ["accuracy"] = 0.75 } };
/// result   // epoch 1: loss 0.5000, accuracy 0.7500
/// </code></example>
/// </remarks>
public sealed record EpochResult
{
    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>How many steps the optimizer had taken at its end.</summary>
    public long Steps { get; init; }

    /// <summary>The mean loss over the epoch's batches, each as it was before its step.</summary>
    public double TrainingLoss { get; init; }

    /// <summary>The mean loss over the validation data after the epoch; null without validation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The metrics of the validation data.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>The learning rate of the epoch's last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>How long the epoch took, its validation included.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The losses and metrics in a line.</summary>
    public override string ToString() => $"epoch {Epoch}: {string.Join(", ", Numbers())}";

    internal IEnumerable<string> Numbers()
    {
        yield return Number("loss", TrainingLoss);
        if (ValidationLoss is { } loss) yield return Number("validation", loss);
        foreach (var (name, value) in Metrics) yield return Number(name, value);
    }

    internal static string Number(string name, double value) =>
        $"{name} {value.ToString(Math.Abs(value) is < 1e-3 and > 0 ? "0.00e0" : "0.0000", CultureInfo.InvariantCulture)}";
}
