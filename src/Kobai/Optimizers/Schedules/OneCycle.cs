namespace Kobai.Optimizers;

/// <summary>Leads the learning rate up to a peak and far down again, once.</summary>
/// <remarks>
/// <para>From peak / <c>start</c> up to the peak in the first share of the T steps, then down to peak / (<c>start</c> · <c>end</c>) at step T − 1; along half cosines, or lines.</para>
/// <para>Source: Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new OneCycle(optimizer, peak: 1, steps: 101).Rate(0.1, 30)   // 0.99976
/// </code></example>
/// </remarks>
public sealed class OneCycle : Schedule
{
    readonly double _peak, _rise, _start, _end;
    readonly long _length;
    readonly bool _linear;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="peak">The highest rate.</param>
    /// <param name="steps">T.</param>
    /// <param name="rise">The share of the steps that lead up.</param>
    /// <param name="start">How many times lower than the peak it begins.</param>
    /// <param name="end">How many times lower than the beginning it ends.</param>
    /// <param name="linear">Whether along lines, not half cosines.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public OneCycle(Optimizer optimizer, double peak, long steps, double rise = 0.3, double start = 25, double end = 1e4, bool linear = false)
        : base(optimizer)
    {
        CheckRange(steps > 1, nameof(OneCycle), nameof(steps), steps, "must be above 1");
        CheckRange(rise is >= 0 and <= 1, nameof(OneCycle), nameof(rise), rise, "must be from 0 to 1");
        (_peak, _length, _rise, _start, _end, _linear) = (peak, steps, rise, start, end, linear);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t)
    {
        double top = (_rise * _length) - 1, last = _length - 1, low = _peak / _start;
        return t <= top ? Between(low, _peak, t / top) : Between(_peak, low / _end, (Math.Min(t, last) - top) / (last - top));
    }

    double Between(double from, double to, double share) =>
        _linear ? from + ((to - from) * share) : to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
