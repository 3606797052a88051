using System.Globalization;
using System.Runtime.InteropServices;

namespace Kobai.Optimizers;

/// <summary>Changes parameters along their gradients.</summary>
/// <remarks><example><code>
/// var optimizer = new Adam(model.Parameters, learningRate: 1e-3);
/// foreach (var (x, y) in batches)
/// {
///     optimizer.ZeroGradient();
///     Loss.CrossEntropy(model.Forward(x), y).Backward();
///     optimizer.Step();
/// }
/// </code></example></remarks>
public abstract class Optimizer
{
    readonly List<Tensor> _parameters = [];
    readonly List<ParameterGroup> _groups = [];
    readonly List<OptimizerState> _states = [];
    readonly List<long> _counts = [];

    /// <summary>Makes an optimizer of some parameters, its first group.</summary>
    /// <exception cref="ArgumentException">There are no parameters, or one of them does not require a gradient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate or the weight decay is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate, double weightDecay = 0) =>
        Add(parameters, learningRate, weightDecay);

    /// <summary>The learning rate of the first group; set, that of every group. Schedules change it between steps.</summary>
    public double LearningRate
    {
        get => _groups[0].LearningRate;
        set
        {
            foreach (var group in _groups) group.LearningRate = value;
        }
    }

    /// <summary>The parameters of all groups, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>The groups: those of the constructor first, then as they were added.</summary>
    public IReadOnlyList<ParameterGroup> Groups => _groups;

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    private protected string Name => GetType().Name;

    /// <summary>Adds parameters with a learning rate and a weight decay of their own.</summary>
    /// <param name="parameters">The tensors to optimize besides.</param>
    /// <param name="learningRate">η of these; that of the first group when null.</param>
    /// <param name="weightDecay">λ of these; that of the first group when null.</param>
    /// <exception cref="ArgumentException">A tensor cannot be optimized, or is a parameter already.</exception>
    /// <example><code>
    /// Tensor w = Tensor.Ones([3]).RequireGradient(), bias = Tensor.Zeros([3]).RequireGradient();
    /// var optimizer = new AdamW([w], learningRate: 1e-3);
    /// optimizer.AddGroup([bias], weightDecay: 0);
    /// optimizer.Groups[1].LearningRate   // 0.001
    /// </code></example>
    public ParameterGroup AddGroup(IEnumerable<Tensor> parameters, double? learningRate = null, double? weightDecay = null) =>
        Add(parameters, learningRate ?? _groups[0].LearningRate, weightDecay ?? _groups[0].WeightDecay);

    /// <summary>Empties the gradients of all parameters.</summary>
    public void ZeroGradient()
    {
        foreach (var parameter in _parameters) parameter.ZeroGradient();
    }

    /// <summary>Computes the loss and its gradients, then takes a step.</summary>
    /// <param name="evaluate">Gives the loss; its backward pass is run here.</param>
    /// <returns>The loss before the step.</returns>
    /// <example><code>
    /// var w = Tensor.From([1.0, -2.0]).RequireGradient();
    /// var optimizer = new Sgd([w], learningRate: 0.1);
    /// optimizer.Step(() => (w * w).Sum())   // 5
    /// w                                     // [0.8, -1.6]
    /// </code></example>
    public virtual double Step(Func<Tensor> evaluate)
    {
        double loss = Evaluate(evaluate);
        Step();
        return loss;
    }

    /// <summary>Takes one step with each parameter that has a gradient.</summary>
    public virtual void Step()
    {
        using var outside = Scope.Outside();
        using var noGradient = NoGradient.Enter();
        Steps++;
        int index = 0;
        foreach (var group in _groups)
        {
            foreach (var parameter in group.Parameters)
            {
                int at = index++;
                if (parameter.Gradient is not { } gradient) continue;
                Update(new(at, parameter, gradient, group.LearningRate, group.WeightDecay, ++CollectionsMarshal.AsSpan(_counts)[at]));
                parameter.Block.Version++;
            }
        }
    }

    /// <summary>
    /// What a resumed run needs to go on with the same bits: the states of all parameters and the numbers of steps, by name.
    /// </summary>
    /// <example><code>
    /// var w = Tensor.Ones([3]).RequireGradient();
    /// var optimizer = new Sgd([w], learningRate: 0.1, momentum: 0.9);
    /// w.Sum().Backward();
    /// optimizer.Step();
    /// optimizer.GetState().Keys.Order().ToArray()   // [momentum.0, steps, steps.0]
    /// </code></example>
    public Dictionary<string, Tensor> GetState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["steps"] = Number(Steps) };
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (_counts[i] > 0) state[$"steps.{i}"] = Number(_counts[i]);
            foreach (var part in _states)
            {
                if (part.Has(i)) state[$"{part.Name}.{i}"] = part.Of(i, _parameters[i]);
            }
        }
        return state;
    }

    /// <summary>Takes over what <see cref="GetState"/> of an optimizer with the same parameters gave.</summary>
    /// <exception cref="ArgumentException">A name is not known here, or a shape differs.</exception>
    public void SetState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        using var outside = Scope.Outside();
        using var noGradient = NoGradient.Enter();
        Steps = 0;
        CollectionsMarshal.AsSpan(_counts).Clear();
        foreach (var part in _states) part.Clear();
        foreach (var (name, value) in state) Set(name, value);
    }

    /// <summary>The loss, with fresh gradients in the parameters.</summary>
    private protected double Evaluate(Func<Tensor> evaluate)
    {
        ArgumentNullException.ThrowIfNull(evaluate);
        ZeroGradient();
        Tensor loss = evaluate();
        loss.Backward();
        return loss.Item();
    }

    /// <summary>Changes one parameter.</summary>
    /// <param name="step">The parameter, its gradient and the settings of its group.</param>
    protected abstract void Update(in ParameterStep step);

    /// <summary>Declares a state kept beside each parameter; called in the constructor.</summary>
    /// <param name="name">Its name in a checkpoint.</param>
    /// <param name="initial">Its elements before the first step.</param>
    /// <param name="shape">Its shape for a parameter's shape; the same when null.</param>
    protected OptimizerState NewState(string name, double initial = 0, Func<Shape, Shape>? shape = null)
    {
        var state = new OptimizerState(name, initial, shape ?? (static shape => shape));
        _states.Add(state);
        return state;
    }

    /// <summary>Refuses a setting out of its range.</summary>
    private protected void CheckRange(bool isInside, string setting, double value, string rule)
    {
        if (!isInside) throw new ArgumentOutOfRangeException(setting, value, $"{Name}: {setting} {rule}.");
    }

    /// <summary>Refuses a memory of a running average outside [0, 1).</summary>
    private protected void CheckBeta(string setting, double value) =>
        CheckRange(value is >= 0 and < 1, setting, value, "must be 0 or more and below 1");

    /// <summary>Refuses a negative setting.</summary>
    private protected void CheckNotNegative(string setting, double value) =>
        CheckRange(value >= 0, setting, value, "must be 0 or more");

    ParameterGroup Add(IEnumerable<Tensor> parameters, double learningRate, double weightDecay)
    {
        Tensor[] added = [.. parameters];
        if (added.Length == 0) throw new ArgumentException($"{Name}: there are no parameters to optimize.", nameof(parameters));
        for (int i = 0; i < added.Length; i++)
        {
            string which = $"{Name}: parameter {_parameters.Count + i}, of shape {added[i].Shape},";
            if (!added[i].RequiresGradient || !added[i].IsContiguous)
            {
                throw new ArgumentException(
                    $"{which} must be a contiguous leaf that requires a gradient. Call RequireGradient() on it.", nameof(parameters));
            }
            if (_parameters.Contains(added[i])) throw new ArgumentException($"{which} is a parameter already.", nameof(parameters));
        }
        CheckRange(learningRate is >= 0 and < double.PositiveInfinity, nameof(learningRate), learningRate, "must be 0 or more");
        CheckRange(weightDecay is >= 0 and < double.PositiveInfinity, nameof(weightDecay), weightDecay, "must be 0 or more");
        _parameters.AddRange(added);
        _counts.AddRange(new long[added.Length]);
        var group = new ParameterGroup(added, learningRate, weightDecay);
        _groups.Add(group);
        return group;
    }

    void Set(string name, Tensor value)
    {
        int dot = name.LastIndexOf('.');
        if (name is "steps")
        {
            Steps = (long)value.Item();
            return;
        }
        if (dot < 0 || !int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) || (uint)index >= (uint)_parameters.Count)
        {
            throw new ArgumentException($"{Name}: there is no state {name}; the optimizer has {_parameters.Count} parameters.", nameof(name));
        }
        string part = name[..dot];
        if (part is "steps") _counts[index] = (long)value.Item();
        else if (_states.Find(state => string.Equals(state.Name, part, StringComparison.Ordinal)) is { } found) found.Set(Name, index, _parameters[index], value);
        else throw new ArgumentException($"{Name}: there is no state {name}; its states are {string.Join(", ", _states.Select(state => state.Name))}.", nameof(name));
    }

    static Tensor Number(long value) => Tensor.Scalar(value, DType.Float64);
}
