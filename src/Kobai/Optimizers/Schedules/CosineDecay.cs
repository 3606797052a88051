namespace Kobai.Optimizers;

/// <summary>Lets the learning rate fall along half a cosine.</summary>
/// <remarks>
/// <para>η₁ + (η₀ − η₁)(1 + cos(π t / T)) / 2: from η₀ to η₁ in T steps; beyond T it rises again, as the cosine does.</para>
/// <para>Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new CosineDecay(optimizer, steps: 10).Rate(0.1, 5)   // 0.05
/// </code></example>
/// </remarks>
public sealed class CosineDecay : Schedule
{
    readonly long _length;
    readonly double _lowest;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="steps">T.</param>
    /// <param name="lowest">η₁.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public CosineDecay(Optimizer optimizer, long steps, double lowest = 0)
        : base(optimizer)
    {
        CheckRange(steps > 0, nameof(CosineDecay), nameof(steps), steps, "must be above 0");
        (_length, _lowest) = (steps, lowest);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) =>
        _lowest + ((initial - _lowest) * (1 + Math.Cos(Math.PI * t / _length)) / 2);
}
