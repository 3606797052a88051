namespace Kobai.Layers;

/// <summary>A plain recurrent network: h′ = tanh(W·x + b + U·h + d), or ReLU in place of tanh.</summary>
/// <remarks>
/// <inheritdoc cref="RecurrentLayer" path="/remarks/node()"/>
/// <para>Source: Elman, "Finding Structure in Time", Cognitive Science 14(2), 1990.</para>
/// <example><code>
/// var layer = new Rnn(3, 8, relu: true);
/// var (output, state) = layer.Run(Tensor.Zeros([7, 4, 3]));
/// output   // shape (7, 4, 8)
/// state    // shape (1, 4, 8)
/// </code></example>
/// </remarks>
public sealed class Rnn : RecurrentLayer
{
    readonly bool _relu;

    /// <summary>Makes a network with freshly drawn weights.</summary>
    /// <param name="inputs">The numbers of one step of the input.</param>
    /// <param name="units">The numbers of the state.</param>
    /// <param name="layers">How many networks are stacked, each reading the output of the one before.</param>
    /// <param name="relu">Whether the activation is ReLU, no longer tanh.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="batchFirst">Whether the input is (sequences, steps, inputs), no longer (steps, sequences, inputs).</param>
    /// <param name="dropout">The probability with which, in training, numbers between layers are dropped.</param>
    /// <param name="bidirectional">Whether each layer also reads the sequence from its end.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    public Rnn(
        int inputs, int units, int layers = 1, bool relu = false, bool bias = true, bool batchFirst = false, double dropout = 0,
        bool bidirectional = false, DType type = DType.Float32, Generator? generator = null)
        : base(gates: 1, inputs, units, layers, bias, batchFirst, dropout, bidirectional, projected: 0, type, generator) => _relu = relu;

    /// <summary>The output after each step, and the last states.</summary>
    /// <param name="x">The sequences.</param>
    /// <param name="first">The first states, of shape (layers · directions, sequences, units); zeros by default.</param>
    /// <param name="lengths">The steps of each sequence; by default each has all.</param>
    /// <exception cref="ShapeException">The input or the first state is not of the shape that the layer wants.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1 or beyond the steps of the input.</exception>
    public (Tensor Output, Tensor State) Run(Tensor x, Tensor? first = null, Labels? lengths = null)
    {
        var (output, state, _) = Scan(x, first, null, lengths);
        return (output, state);
    }

    private protected override (Tensor Output, Tensor State, Tensor? Cell) Scan(
        RecurrentWeights weights, Tensor x, Tensor state, Tensor? cell, Labels? lengths, bool reverse) => _relu
        ? new Recurrence<RnnUnit<ReluOp.Formula>>(weights, x.Shape[0], x.Shape[1], lengths, reverse).Run("Rnn", x, state, cell)
        : new Recurrence<RnnUnit<TanhOp.Formula>>(weights, x.Shape[0], x.Shape[1], lengths, reverse).Run("Rnn", x, state, cell);
}
