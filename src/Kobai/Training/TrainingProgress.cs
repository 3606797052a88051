namespace Kobai;

/// <summary>Where a training stands after a step.</summary>
/// <remarks>
/// <example><code>
/// var progress = new TrainingProgress { Epoch = 2, Epochs = 5, Batch = 10, Batches = 40 };
/// progress.Result is null   // True
/// </code></example>
/// </remarks>
public sealed record TrainingProgress
{
    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>How many epochs were asked for.</summary>
    public int Epochs { get; init; }

    /// <summary>How many batches of the epoch are done.</summary>
    public int Batch { get; init; }

    /// <summary>How many batches an epoch has; null if that is not known beforehand.</summary>
    public int? Batches { get; init; }

    /// <summary>How many steps the optimizer has taken in this run.</summary>
    public long Step { get; init; }

    /// <summary>The mean loss of the epoch so far.</summary>
    public double Loss { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The norm of the gradient before it was clipped; null if nobody asked for it.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The result of the epoch, in the report that ends it; null after a step.</summary>
    public EpochResult? Result { get; init; }
}
