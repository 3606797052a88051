namespace Kobai;

/// <summary>Why a training ended.</summary>
/// <example><code>
/// TrainingOutcome.StoppedEarly   // StoppedEarly
/// </code></example>
public enum TrainingOutcome
{
    /// <summary>All epochs were run.</summary>
    Finished,

    /// <summary>The watched value no longer got better, see <see cref="EarlyStopping"/>.</summary>
    StoppedEarly,

    /// <summary>A callback asked for it.</summary>
    StoppedByCallback,

    /// <summary>The token was canceled. The model is as the last step left it.</summary>
    Canceled,
}

/// <summary>The history of a training.</summary>
/// <param name="Outcome">Why it ended.</param>
/// <param name="Steps">How many steps the optimizer took.</param>
/// <param name="Epochs">The results of all finished epochs, those before a resumption included.</param>
/// <param name="BestEpoch">The epoch that was best by <see cref="EarlyStopping"/>, from 1; null without.</param>
/// <example><code>
/// new TrainingRun(TrainingOutcome.Finished, Steps: 0, Epochs: [], BestEpoch: null).Outcome   // Finished
/// </code></example>
public sealed record TrainingRun(TrainingOutcome Outcome, long Steps, IReadOnlyList<EpochResult> Epochs, int? BestEpoch)
{
    /// <summary>The result of the best epoch, or of the last where none was chosen.</summary>
    /// <exception cref="InvalidOperationException">No epoch was finished.</exception>
    public EpochResult Best => Epochs.Count > 0
        ? Epochs[(BestEpoch ?? Epochs.Count) - 1]
        : throw new InvalidOperationException("TrainingRun: no epoch was finished.");
}
