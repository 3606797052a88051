namespace Kobai.Optimizers;

/// <summary>Multiplies the learning rate by a factor during the first steps.</summary>
/// <remarks>
/// <para>η₀ γ for t &lt; T, then η₀.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new ConstantFactor(optimizer, factor: 0.5, steps: 10).Rate(0.1, 5)   // 0.05
/// </code></example>
/// </remarks>
public sealed class ConstantFactor : Schedule
{
    readonly double _factor;
    readonly long _length;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="factor">γ.</param>
    /// <param name="steps">T.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public ConstantFactor(Optimizer optimizer, double factor = 1.0 / 3, long steps = 5)
        : base(optimizer)
    {
        CheckRange(steps >= 0, nameof(ConstantFactor), nameof(steps), steps, "must be 0 or more");
        (_factor, _length) = (factor, steps);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) => t < _length ? initial * _factor : initial;
}
