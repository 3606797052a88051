namespace Kobai.Optimizers;

/// <summary>Multiplies the learning rate by a factor at every step.</summary>
/// <remarks>
/// <para>η₀ γᵗ.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new ExponentialDecay(optimizer, factor: 0.5).Rate(0.1, 2)   // 0.025
/// </code></example>
/// </remarks>
public sealed class ExponentialDecay : Schedule
{
    readonly double _factor;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="factor">γ.</param>
    public ExponentialDecay(Optimizer optimizer, double factor)
        : base(optimizer)
    {

        _factor = factor;
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) => initial * Math.Pow(_factor, t);
}
