namespace Kobai.Optimizers;

/// <summary>A schedule of one's own: a factor for each step.</summary>
/// <remarks>
/// <para>η₀ f(t).</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new FunctionSchedule(optimizer, t => 1 / (1.0 + t)).Rate(0.1, 3)   // 0.025
/// </code></example>
/// </remarks>
public sealed class FunctionSchedule : Schedule
{
    readonly Func<long, double> _factor;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="factor">f.</param>
    public FunctionSchedule(Optimizer optimizer, Func<long, double> factor)
        : base(optimizer)
    {

        ArgumentNullException.ThrowIfNull(factor);
        _factor = factor;
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) => initial * _factor(t);
}
