namespace Kobai.Optimizers;

/// <summary>Lets the learning rate fall to 0 along a power.</summary>
/// <remarks>
/// <para>η₀ (1 − min(t, T) / T)^p.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new PolynomialDecay(optimizer, steps: 10, power: 2).Rate(0.1, 5)   // 0.025
/// </code></example>
/// </remarks>
public sealed class PolynomialDecay : Schedule
{
    readonly long _length;
    readonly double _power;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="steps">T.</param>
    /// <param name="power">p.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PolynomialDecay(Optimizer optimizer, long steps = 5, double power = 1)
        : base(optimizer)
    {
        CheckRange(steps > 0, nameof(PolynomialDecay), nameof(steps), steps, "must be above 0");
        (_length, _power) = (steps, power);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) =>
        initial * Math.Pow(1 - ((double)Math.Min(t, _length) / _length), _power);
}
