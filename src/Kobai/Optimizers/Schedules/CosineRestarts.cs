namespace Kobai.Optimizers;

/// <summary>Lets the learning rate fall along half a cosine, again and again.</summary>
/// <remarks>
/// <para>Within a period of length T, η₁ + (η₀ − η₁)(1 + cos(π t / T)) / 2; each period is <c>growth</c> times as long as the one before.</para>
/// <para>Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new CosineRestarts(optimizer, period: 10).Rate(0.1, 15)   // 0.05
/// </code></example>
/// </remarks>
public sealed class CosineRestarts : Schedule
{
    readonly long _period;
    readonly int _growth;
    readonly double _lowest;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="period">The length of the first period.</param>
    /// <param name="growth">By how much periods grow.</param>
    /// <param name="lowest">η₁.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CosineRestarts(Optimizer optimizer, long period, int growth = 1, double lowest = 0)
        : base(optimizer)
    {
        CheckRange(period > 0, nameof(CosineRestarts), nameof(period), period, "must be above 0");
        CheckRange(growth >= 1, nameof(CosineRestarts), nameof(growth), growth, "must be 1 or more");
        (_period, _growth, _lowest) = (period, growth, lowest);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t)
    {
        long length = _period;
        if (_growth == 1) t %= length;
        else for (; t >= length; length *= _growth) t -= length;
        return _lowest + ((initial - _lowest) * (1 + Math.Cos(Math.PI * t / length)) / 2);
    }
}
