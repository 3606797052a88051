namespace Kobai.Optimizers;

/// <summary>Multiplies the learning rate by a factor every few steps.</summary>
/// <remarks>
/// <para>η₀ γ^⌊t / k⌋.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new StepDecay(optimizer, every: 10, factor: 0.5).Rate(0.1, 25)   // 0.025
/// </code></example>
/// </remarks>
public sealed class StepDecay : Schedule
{
    readonly long _every;
    readonly double _factor;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="every">k.</param>
    /// <param name="factor">γ.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public StepDecay(Optimizer optimizer, long every, double factor = 0.1)
        : base(optimizer)
    {
        CheckRange(every > 0, nameof(StepDecay), nameof(every), every, "must be above 0");
        (_every, _factor) = (every, factor);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) => initial * Math.Pow(_factor, t / _every);
}
