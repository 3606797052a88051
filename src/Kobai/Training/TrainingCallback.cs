namespace Kobai;

/// <summary>Code of one's own that a <see cref="Trainer{TTarget}"/> calls.</summary>
/// <remarks>
/// <example><code>
/// sealed class UntilGoodEnough(double loss) : TrainingCallback
/// {
///     public override bool AfterEpoch(EpochResult epoch) => epoch.ValidationLoss > loss;
/// }
///
/// new UntilGoodEnough(0.1).AfterStep(new TrainingProgress { Step = 1 })   // True
/// </code></example>
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Called after each step of the optimizer.</summary>
    /// <returns>Whether the training goes on.</returns>
    public virtual bool AfterStep(TrainingProgress progress) => true;

    /// <summary>Called after each epoch and its validation.</summary>
    /// <returns>Whether the training goes on.</returns>
    public virtual bool AfterEpoch(EpochResult epoch) => true;

    /// <summary>What a checkpoint keeps of this callback; null for nothing.</summary>
    public virtual string? GetState() => null;

    /// <summary>Takes over what <see cref="GetState"/> gave before the run was interrupted.</summary>
    public virtual void SetState(string state)
    {
    }
}
