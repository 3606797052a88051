namespace Kobai;

/// <summary>What a run knows besides model, optimizer and random numbers.</summary>
sealed class RunState
{
    /// <summary>How many epochs are finished.</summary>
    public int Epoch { get; set; }

    /// <summary>Whether all batches of the epoch under way are done.</summary>
    public bool IsRead { get; set; }

    public long Steps { get; set; }

    /// <summary>The loss of the epoch under way.</summary>
    public LossMean Mean { get; set; } = new();

    public double LastRate { get; set; }

    public List<EpochResult> Epochs { get; set; } = [];

    public double? BestValue { get; set; }

    public int? BestEpoch { get; set; }

    /// <summary>Parameters and buffers of the best epoch.</summary>
    public IReadOnlyDictionary<string, Tensor>? Best { get; set; }

    /// <summary>How many epochs in a row were no gain.</summary>
    public int Waited { get; set; }

    /// <summary>Why the run has ended before its last epoch.</summary>
    public TrainingOutcome? Outcome { get; set; }

    public (int Epoch, int Batches, bool IsRead, TrainingOutcome? Outcome) Place => (Epoch, Mean.Batches, IsRead, Outcome);
}
