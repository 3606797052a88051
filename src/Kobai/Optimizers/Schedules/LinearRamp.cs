namespace Kobai.Optimizers;

/// <summary>Leads the learning rate along a line from one factor to another.</summary>
/// <remarks>
/// <para>η₀ (a + (b − a) min(t, T) / T): a warm-up with a below b = 1.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new LinearRamp(optimizer, from: 0, to: 1, steps: 10).Rate(0.1, 5)   // 0.05
/// </code></example>
/// </remarks>
public sealed class LinearRamp : Schedule
{
    readonly double _from, _to;
    readonly long _length;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="from">a.</param>
    /// <param name="to">b.</param>
    /// <param name="steps">T.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public LinearRamp(Optimizer optimizer, double from = 1.0 / 3, double to = 1, long steps = 5)
        : base(optimizer)
    {
        CheckRange(steps > 0, nameof(LinearRamp), nameof(steps), steps, "must be above 0");
        (_from, _to, _length) = (from, to, steps);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) =>
        initial * (_from + ((_to - _from) * Math.Min(t, _length) / _length));
}
