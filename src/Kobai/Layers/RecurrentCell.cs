namespace Kobai.Layers;

/// <summary>What <see cref="RnnCell"/>, <see cref="LstmCell"/> and <see cref="GruCell"/> share: the weights of one step.</summary>
/// <remarks>
/// The input has the shape (sequences, inputs), states are (sequences, units); of one sequence alone, (inputs) and (units).
/// Weights and biases start uniform in ±1/√units, drawn as PyTorch draws them: the same seed gives the same bits.
/// </remarks>
/// <example><code>
/// var cell = new GruCell(3, 8);
/// cell.WeightIh                               // shape (24, 3)
/// cell.Forward(Tensor.Zeros([4, 3]))          // shape (4, 8)
/// </code></example>
public abstract class RecurrentCell : Layer
{
    private protected RecurrentCell(int gates, int inputs, int units, bool bias, DType type, Generator? generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(units);
        generator ??= Generator.Default;
        double bound = 1 / Math.Sqrt(units);
        WeightIh = InitialWeights.Uniform([gates * units, inputs], bound, type, generator);
        WeightHh = InitialWeights.Uniform([gates * units, units], bound, type, generator);
        BiasIh = bias ? InitialWeights.Uniform([gates * units], bound, type, generator) : null;
        BiasHh = bias ? InitialWeights.Uniform([gates * units], bound, type, generator) : null;
    }

    /// <summary>W, the weights of the input, of shape (gates · units, inputs).</summary>
    public Tensor WeightIh { get; }

    /// <summary>U, the weights of the state, of shape (gates · units, units).</summary>
    public Tensor WeightHh { get; }

    /// <summary>b, of shape (gates · units); null without bias.</summary>
    public Tensor? BiasIh { get; }

    /// <summary>d, of shape (gates · units); null without bias.</summary>
    public Tensor? BiasHh { get; }

    /// <inheritdoc/>
    protected override string Describe() => $"{WeightIh.Shape[1]} → {WeightHh.Shape[1]}{(BiasIh is null ? ", no bias" : "")}";

    private protected (Tensor State, Tensor? Cell) Step<U>(Tensor x, Tensor? state, Tensor? cell) where U : struct, IRecurrentUnit
    {
        string op = GetType().Name;
        if (x.Rank is not (1 or 2) || x.Shape[^1] != WeightIh.Shape[1] || x.Count == 0)
            throw new ShapeException($"{op}: x must be (sequences, {WeightIh.Shape[1]}) with elements, or ({WeightIh.Shape[1]}); x is {x.Shape}.");
        Shape shape = Shape.Create([.. x.Shape.Sizes[..^1], WeightHh.Shape[1]]);
        foreach (var given in (ReadOnlySpan<Tensor?>)[state, cell])
        {
            if (given is not null && given.Shape != shape)
                throw new ShapeException($"{op}: a state must be {shape} for x of {x.Shape}; it is {given.Shape}.");
        }
        Tensor rows = x.Reshape(1, x.Count / x.Shape[^1], x.Shape[^1]);
        Tensor Matrix(Tensor? given) => (given ?? Tensor.Zeros(shape, x.DType)).Reshape(rows.Shape[1], shape[^1]);
        var step = new Recurrence<U>(new(WeightIh, WeightHh, BiasIh, BiasHh, Projection: null), 1, rows.Shape[1], lengths: null, reverse: false);
        var (_, last, lastCell) = step.Run(op, rows, Matrix(state), U.HasCell ? Matrix(cell) : null);
        return (last.Reshape(shape), lastCell?.Reshape(shape));
    }
}
