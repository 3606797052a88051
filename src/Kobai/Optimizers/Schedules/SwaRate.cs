namespace Kobai.Optimizers;

/// <summary>Leads the learning rate to the constant one of stochastic weight averaging, and keeps it there.</summary>
/// <remarks>
/// <para>From the rate that another schedule reached at its start, or the initial rate, to η̄ in T steps along half a cosine,
/// or a line.</para>
/// <para>Source: Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// var decay = new CosineDecay(optimizer, steps: 100);
/// var schedule = new SwaRate(optimizer, rate: 0.05, steps: 5, after: decay, start: 75);
/// schedule.Rate(0.1, 50)   // 0.05
/// schedule.Rate(0.1, 90)   // 0.05
/// </code></example>
/// </remarks>
public sealed class SwaRate : Schedule
{
    readonly double _rate;
    readonly long _length, _start;
    readonly bool _linear;
    readonly Schedule? _after;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="rate">η̄.</param>
    /// <param name="steps">T; at once when 0.</param>
    /// <param name="linear">Whether along a line, not half a cosine.</param>
    /// <param name="after">The schedule of the same optimizer up to the start; the initial rate when null.</param>
    /// <param name="start">The step at which the way to η̄ begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public SwaRate(Optimizer optimizer, double rate, long steps = 10, bool linear = false, Schedule? after = null, long start = 0)
        : base(optimizer)
    {
        CheckRange(rate is >= 0 and < double.PositiveInfinity, nameof(SwaRate), nameof(rate), rate, "must be 0 or more");
        CheckRange(steps >= 0, nameof(SwaRate), nameof(steps), steps, "must be 0 or more");
        CheckRange(start >= 0, nameof(SwaRate), nameof(start), start, "must be 0 or more");
        (_rate, _length, _linear, _after, _start) = (rate, steps, linear, after, start);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t)
    {
        if (t < _start) return _after?.Rate(initial, t) ?? initial;
        double from = _after?.Rate(initial, _start) ?? initial;
        double share = _length == 0 ? 1 : Math.Min(1, (double)(t - _start) / _length);
        return from + ((_rate - from) * (_linear ? share : (1 - Math.Cos(Math.PI * share)) / 2));
    }
}
