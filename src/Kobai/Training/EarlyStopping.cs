namespace Kobai;

/// <summary>Ends a training that no longer gets better, and brings back the best weights.</summary>
/// <remarks>
/// <example><code>
/// var stopping = new EarlyStopping(patience: 5) { Metric = "accuracy", HigherIsBetter = true };
/// stopping.RestoresBest   // True
/// </code></example>
/// </remarks>
/// <param name="patience">How many epochs in a row without a gain end the training.</param>
public sealed class EarlyStopping(int patience)
{
    /// <summary>How many epochs in a row without a gain end the training.</summary>
    public int Patience { get; } = patience > 0
        ? patience
        : throw new ArgumentOutOfRangeException(nameof(patience), patience, "EarlyStopping: patience must be 1 or more.");

    /// <summary>The metric that is watched; when null the loss, of the validation if there is one.</summary>
    public string? Metric { get; init; }

    /// <summary>Whether the metric is better when higher.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>The least difference that counts as a gain.</summary>
    public double LeastGain { get; init; }

    /// <summary>Whether the model ends with the parameters and buffers of its best epoch.</summary>
    public bool RestoresBest { get; init; } = true;

    /// <summary>The watched value of an epoch.</summary>
    internal double Value(EpochResult epoch)
    {
        if (Metric is null) return epoch.ValidationLoss ?? epoch.TrainingLoss;
        return epoch.Metrics.TryGetValue(Metric, out double value)
            ? value
            : throw new InvalidOperationException(
                $"EarlyStopping: there is no metric '{Metric}'; the metrics are: {(epoch.Metrics.Count == 0 ? "none, as there is no validation" : string.Join(", ", epoch.Metrics.Keys))}.");
    }

    /// <summary>Whether a value is a gain; NaN never is.</summary>
    internal bool IsGain(double value, double? best) =>
        !double.IsNaN(value) && (best is not { } b || (HigherIsBetter ? value > b + LeastGain : value < b - LeastGain));
}
