namespace Kobai.Optimizers;

/// <summary>Changes the learning rates of an optimizer from step to step, as a function of the step alone.</summary>
/// <remarks>
/// Each group of parameters begins with its own learning rate η₀, that which it was given, and after t calls of <see cref="Step"/> has
/// <see cref="Rate"/>(η₀, t). Whether a step is a batch or an epoch is the caller's choice.
/// <example><code>
/// var optimizer = new Sgd([Tensor.Ones([2]).RequireGradient()], learningRate: 0.1);
/// var schedule = new ExponentialDecay(optimizer, factor: 0.5);
/// schedule.Step();
/// optimizer.LearningRate   // 0.05
/// </code></example>
/// </remarks>
public abstract class Schedule
{
    readonly double[] _initial;
    long _steps;

    /// <summary>Makes a schedule of an optimizer; the learning rates become those of step 0 with <see cref="Begin"/>.</summary>
    /// <exception cref="ArgumentNullException">There is no optimizer.</exception>
    protected Schedule(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
        _initial = [.. optimizer.Groups.Select(group => group.Initial)];
    }

    /// <summary>The optimizer whose learning rates change.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many steps were taken; set, the learning rates become those of that step, as for a resumed run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Steps
    {
        get => _steps;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _steps = value;
            Begin();
        }
    }

    /// <summary>Goes on by one step.</summary>
    public void Step() => Steps++;

    /// <summary>The learning rate of step t of a group that began with a rate.</summary>
    /// <param name="initial">η₀.</param>
    /// <param name="t">The step, from 0.</param>
    public abstract double Rate(double initial, long t);

    /// <summary>Sets the learning rates of the present step; called by the constructors of schedules.</summary>
    protected void Begin()
    {
        for (int i = 0; i < _initial.Length; i++) Optimizer.Groups[i].Schedule(Rate(_initial[i], _steps));
    }

    /// <summary>Refuses a setting out of its range.</summary>
    private protected static void CheckRange(bool isInside, string schedule, string setting, double value, string rule)
    {
        if (!isInside) throw new ArgumentOutOfRangeException(setting, value, $"{schedule}: {setting} {rule}.");
    }
}
