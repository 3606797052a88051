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
    readonly Tensor[] _parameters;

    /// <summary>Makes an optimizer of some parameters.</summary>
    /// <exception cref="ArgumentException">There are no parameters, or one of them does not require a gradient.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    protected Optimizer(IEnumerable<Tensor> parameters, double learningRate)
    {
        _parameters = [.. parameters];
        if (_parameters.Length == 0) throw new ArgumentException($"{Name}: there are no parameters to optimize.", nameof(parameters));
        for (int i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (!parameter.RequiresGradient || !parameter.IsContiguous)
            {
                throw new ArgumentException(
                    $"{Name}: parameter {i}, of shape {parameter.Shape}, must be a contiguous leaf that requires a gradient. Call RequireGradient() on it.",
                    nameof(parameters));
            }
        }
        CheckRange(learningRate is >= 0 and < double.PositiveInfinity, nameof(learningRate), learningRate, "must be 0 or more");
        LearningRate = learningRate;
    }

    /// <summary>The learning rate; schedules change it between steps.</summary>
    public double LearningRate { get; set; }

    /// <summary>The parameters, in the order they were given.</summary>
    public IReadOnlyList<Tensor> Parameters => _parameters;

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    string Name => GetType().Name;

    /// <summary>Empties the gradients of all parameters.</summary>
    public void ZeroGradient()
    {
        foreach (var parameter in _parameters) parameter.ZeroGradient();
    }

    /// <summary>Takes one step with each parameter that has a gradient.</summary>
    public void Step()
    {
        using var outside = Scope.Outside();
        using var noGradient = NoGradient.Enter();
        Steps++;
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].Gradient is not { } gradient) continue;
            Update(i, _parameters[i], gradient);
            _parameters[i].Block.Version++;
        }
    }

    /// <summary>Changes one parameter.</summary>
    /// <param name="index">The parameter's place among <see cref="Parameters"/>, for state of its own.</param>
    /// <param name="parameter">The parameter w, to be changed in place.</param>
    /// <param name="gradient">Its gradient g.</param>
    protected abstract void Update(int index, Tensor parameter, Tensor gradient);

    /// <summary>Zeros like every parameter, made when first asked for: a state of the optimizer.</summary>
    private protected static Tensor ZerosLike(ref Tensor?[]? state, int index, int count, Tensor parameter) =>
        (state ??= new Tensor?[count])[index] ??= Tensor.Zeros(parameter.Shape, parameter.DType);

    /// <summary>Refuses a setting out of its range.</summary>
    private protected void CheckRange(bool isInside, string setting, double value, string rule)
    {
        if (!isInside) throw new ArgumentOutOfRangeException(setting, value, $"{Name}: {setting} {rule}.");
    }
}
