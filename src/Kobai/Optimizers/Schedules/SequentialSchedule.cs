namespace Kobai.Optimizers;

/// <summary>One schedule after another, such as a warm-up and then a decay.</summary>
/// <remarks>
/// <para>Up to the first milestone the first schedule, then the next from its own step 0, and so on.</para>
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// var warmUp = new LinearRamp(optimizer, from: 0, to: 1, steps: 10);
/// var decay = new CosineDecay(optimizer, steps: 100);
/// new SequentialSchedule(optimizer, [warmUp, decay], [10]).Rate(0.1, 60)   // 0.05
/// </code></example>
/// </remarks>
public sealed class SequentialSchedule : Schedule
{
    readonly Schedule[] _schedules;
    readonly long[] _milestones;

    /// <summary>Makes the schedule of an optimizer.</summary>
    /// <param name="optimizer">The optimizer whose learning rates change.</param>
    /// <param name="schedules">The schedules, made of the same optimizer.</param>
    /// <param name="milestones">The steps at which the next schedule begins; one less than schedules.</param>
    /// <exception cref="ArgumentException">The numbers of schedules and milestones do not fit.</exception>
    public SequentialSchedule(Optimizer optimizer, IReadOnlyList<Schedule> schedules, IReadOnlyList<long> milestones)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        ArgumentNullException.ThrowIfNull(milestones);
        if (schedules.Count != milestones.Count + 1)
        {
            throw new ArgumentException(
                $"SequentialSchedule: {schedules.Count} schedules need {schedules.Count - 1} milestones; there are {milestones.Count}.", nameof(milestones));
        }
        (_schedules, _milestones) = ([.. schedules], [.. milestones]);
        Begin();
    }

    /// <inheritdoc/>
    public override double Rate(double initial, long t)
    {
        int i = _milestones.Count(m => m <= t);
        return _schedules[i].Rate(initial, i == 0 ? t : t - _milestones[i - 1]);
    }
}
