namespace Kobai.Optimizers;

/// <summary>Multiplies the learning rate by a factor at given steps.</summary>
/// <remarks>
/// <para>η₀ γ^(number of milestones up to t).</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// new MilestoneDecay(optimizer, [10, 20], factor: 0.5).Rate(0.1, 25)   // 0.025
/// </code></example>
/// </remarks>
public sealed class MilestoneDecay : Schedule
{
    readonly long[] _milestones;
    readonly double _factor;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="milestones">The steps at which the rate falls.</param>
    /// <param name="factor">γ.</param>
    public MilestoneDecay(Optimizer optimizer, ReadOnlySpan<long> milestones, double factor = 0.1)
        : base(optimizer)
    {

        (_milestones, _factor) = (milestones.ToArray(), factor);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t) => initial * Math.Pow(_factor, _milestones.Count(m => m <= t));
}
