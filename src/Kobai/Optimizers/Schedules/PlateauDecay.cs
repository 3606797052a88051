namespace Kobai.Optimizers;

/// <summary>Lets the learning rate fall when a loss or a metric no longer gets better.</summary>
/// <remarks>
/// <para>After more than <c>patience</c> values in a row none of which beats the best by the threshold, every learning rate is
/// multiplied by γ, down to a lowest, and <c>cooldown</c> values pass before counting begins again.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// var schedule = new PlateauDecay(optimizer, factor: 0.5, patience: 1);
/// foreach (double loss in (double[])[1.0, 0.9, 0.9, 0.9]) schedule.Step(loss);
/// optimizer.LearningRate   // 0.05
/// </code></example>
/// </remarks>
public sealed class PlateauDecay
{
    readonly Optimizer _optimizer;
    readonly double _factor, _threshold, _lowest, _epsilon;
    readonly int _patience, _cooldown;
    readonly bool _higherIsBetter, _absolute;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="factor">γ, below 1.</param>
    /// <param name="patience">How many values without a gain are borne.</param>
    /// <param name="threshold">The least gain that counts, as a share of the best value.</param>
    /// <param name="absolute">Whether the threshold is a difference, not a share.</param>
    /// <param name="cooldown">How many values pass after a fall before counting begins again.</param>
    /// <param name="lowest">The lowest learning rate.</param>
    /// <param name="epsilon">A change of the rate below this is left out.</param>
    /// <param name="higherIsBetter">Whether the value is a metric to raise, not a loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not below 1.</exception>
    public PlateauDecay(
        Optimizer optimizer, double factor = 0.1, int patience = 10, double threshold = 1e-4, bool absolute = false,
        int cooldown = 0, double lowest = 0, double epsilon = 1e-8, bool higherIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!(factor < 1)) throw new ArgumentOutOfRangeException(nameof(factor), factor, "PlateauDecay: factor must be below 1.");
        _optimizer = optimizer;
        (_factor, _patience, _threshold, _absolute, _cooldown) = (factor, patience, threshold, absolute, cooldown);
        (_lowest, _epsilon, _higherIsBetter) = (lowest, epsilon, higherIsBetter);
        Best = higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity;
    }

    /// <summary>The best value so far.</summary>
    public double Best { get; private set; }

    /// <summary>How many values in a row were no gain.</summary>
    public int Waited { get; private set; }

    /// <summary>How many values still pass before counting begins again.</summary>
    public int Cooling { get; private set; }

    /// <summary>Takes note of the value after an epoch.</summary>
    public void Step(double value)
    {
        bool isGain = IsGain(value);
        if (isGain) Best = value;
        Waited = isGain ? 0 : Waited + 1;
        if (Cooling > 0) (Cooling, Waited) = (Cooling - 1, 0);
        if (Waited <= _patience) return;
        foreach (var group in _optimizer.Groups)
        {
            double rate = Math.Max(group.LearningRate * _factor, _lowest);
            if (group.LearningRate - rate > _epsilon) group.LearningRate = rate;
        }
        (Cooling, Waited) = (_cooldown, 0);
    }

    /// <summary>Takes over what a run that is resumed had noted.</summary>
    public void Resume(double best, int waited, int cooling) => (Best, Waited, Cooling) = (best, waited, cooling);

    bool IsGain(double value)
    {
        if (_higherIsBetter) return value > (_absolute ? Best + _threshold : Best * (1 + _threshold));
        return value < (_absolute ? Best - _threshold : Best * (1 - _threshold));
    }
}
