namespace Kobai.Optimizers;

/// <summary>A tensor kept beside each parameter from step to step, such as a running average.</summary>
/// <remarks>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var optimizer = new Sgd([w], learningRate: 0.1, momentum: 0.9);
/// optimizer.Step(() => (w * w).Sum());
/// optimizer.GetState()["momentum.0"]   // [2, -4]
/// </code></example>
/// </remarks>
public sealed class OptimizerState
{
    readonly List<Tensor?> _tensors = [];
    readonly double _initial;
    readonly Func<Shape, Shape> _shape;

    internal OptimizerState(string name, double initial, Func<Shape, Shape> shape) =>
        (Name, _initial, _shape) = (name, initial, shape);

    /// <summary>The name in a checkpoint.</summary>
    public string Name { get; }

    /// <summary>The state of the parameter of a step; made when first asked for.</summary>
    public Tensor this[in ParameterStep step] => Of(step.Index, step.Parameter);

    /// <summary>Whether the parameter at this place has the state already.</summary>
    internal bool Has(int index) => index < _tensors.Count && _tensors[index] is not null;

    internal Tensor Of(int index, Tensor parameter)
    {
        while (_tensors.Count <= index) _tensors.Add(null);
        return _tensors[index] ??= Tensor.Full(_shape(parameter.Shape), _initial, parameter.DType);
    }

    internal void Set(string optimizer, int index, Tensor parameter, Tensor value)
    {
        Tensor state = Of(index, parameter);
        if (value.Shape != state.Shape)
        {
            throw new ArgumentException(
                $"{optimizer}: {Name}.{index} must have the shape {state.Shape}; it is {value.Shape}.", nameof(value));
        }
        Kernel.Copy(value.Detach().To(parameter.DType), state);
    }

    internal void Clear() => _tensors.Clear();
}
