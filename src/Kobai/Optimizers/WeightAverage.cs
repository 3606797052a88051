using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Optimizers;

/// <summary>Averages of parameters over the steps of a training, often better than the last parameters.</summary>
/// <remarks>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var average = new ExponentialMovingAverage([w], decay: 0.9);
/// average.Update();
/// using (NoGradient.Enter()) w.Fill(0);
/// average.Update();
/// using (average.Swap())
/// {
///     Console.WriteLine(w);   // [0.9, -1.8]
/// }
/// w   // [0, 0]
/// </code></example>
/// </remarks>
public abstract class WeightAverage
{
    readonly Tensor[] _parameters, _averages;

    private protected WeightAverage(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var outside = Scope.Outside();
        _parameters = [.. parameters];
        if (Array.Find(_parameters, parameter => !parameter.IsContiguous) is { } view)
        {
            throw new ArgumentException(
                $"{GetType().Name}: the elements of a parameter must lie side by side; one of shape {view.Shape} is a view.", nameof(parameters));
        }
        _averages = Array.ConvertAll(_parameters, parameter => parameter.Detach().Clone());
    }

    /// <summary>How many times the parameters went into the averages.</summary>
    public long Updates { get; private set; }

    /// <summary>The averages, in the order of the parameters; the parameters themselves before the first update.</summary>
    public IReadOnlyList<Tensor> Averages => _averages;

    /// <summary>Takes the present parameters into the averages; the first time they become the averages.</summary>
    public void Update()
    {
        using var noGradient = NoGradient.Enter();
        double share = Updates == 0 ? 1 : Share(Updates);
        for (int i = 0; i < _parameters.Length; i++)
        {
            if (Updates == 0) Kernel.Copy(_parameters[i].Detach(), _averages[i]);
            else Fused.Run<Approach>([share], _averages[i], _parameters[i]);
            _averages[i].Block.Version++;
        }
        Updates++;
    }

    /// <summary>Copies the averages into the parameters.</summary>
    public void CopyToParameters()
    {
        using var noGradient = NoGradient.Enter();
        for (int i = 0; i < _parameters.Length; i++) _parameters[i].CopyFrom(_averages[i]);
    }

    /// <summary>Lets the parameters hold the averages until disposed: for validation between steps.</summary>
    public IDisposable Swap()
    {
        Exchange();
        return new Back(this);
    }

    /// <summary>The averages and the number of updates by name, for a checkpoint.</summary>
    public Dictionary<string, Tensor> GetState()
    {
        var state = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["updates"] = Tensor.Scalar(Updates, DType.Float64) };
        for (int i = 0; i < _averages.Length; i++) state[$"average.{i}"] = _averages[i];
        return state;
    }

    /// <summary>Takes over what <see cref="GetState"/> for the same parameters gave.</summary>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a shape differs.</exception>
    public void SetState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string name = GetType().Name;
        if (state.Count != _averages.Length + 1 || !state.TryGetValue("updates", out var updates))
        {
            throw new ArgumentException($"{name}: a state of {_averages.Length} parameters has {_averages.Length + 1} entries, updates among them; this one has {state.Count}.", nameof(state));
        }
        for (int i = 0; i < _averages.Length; i++)
        {
            if (!state.TryGetValue($"average.{i}", out var average)) throw new ArgumentException($"{name}: the state has no average.{i}.", nameof(state));
            if (average.Shape != _averages[i].Shape)
            {
                throw new ArgumentException($"{name}: average.{i} must have the shape {_averages[i].Shape}; it is {average.Shape}.", nameof(state));
            }
        }
        for (int i = 0; i < _averages.Length; i++) _averages[i].CopyFrom(state[$"average.{i}"]);
        Updates = (long)updates.Item();
    }

    /// <summary>How far the averages move toward the parameters when n updates were made before, n &gt; 0.</summary>
    private protected abstract double Share(long n);

    void Exchange()
    {
        using var scope = Scope.Enter();
        using var noGradient = NoGradient.Enter();
        for (int i = 0; i < _parameters.Length; i++)
        {
            var before = _parameters[i].Detach().Clone();
            _parameters[i].CopyFrom(_averages[i]);
            _averages[i].CopyFrom(before);
        }
    }

    sealed class Back(WeightAverage average) : IDisposable
    {
        WeightAverage? _average = average;

        public void Dispose()
        {
            _average?.Exchange();
            _average = null;
        }
    }

    readonly struct Approach : IStep
    {
        static int IStep.States => 0;

        [MethodImpl(Jit.Inlined)]
        static void IStep.Step<V>(in Settings<V> k, ref V average, V w, ref V a, ref V b, ref V c) =>
            average = V.Fma(k.K0, w - average, average);
    }
}
