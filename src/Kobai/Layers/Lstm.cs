namespace Kobai.Layers;

/// <summary>
/// A network of long short-term memory: c′ = f·c + i·g and h′ = o·tanh(c′), with i, f, o = σ(W·x + b + U·h + d) and
/// g = tanh(W·x + b + U·h + d), each with weights of its own.
/// </summary>
/// <remarks>
/// <inheritdoc cref="RecurrentLayer" path="/remarks/node()"/>
/// <para>Weights hold the gates in the order i, f, g, o. With a projection the state is V·o·tanh(c′), shorter than the
/// cell.</para>
/// <para>Sources: Hochreiter and Schmidhuber, "Long Short-Term Memory", Neural Computation 9(8), 1997; Sak, Senior and
/// Beaufays, "Long Short-Term Memory Based Recurrent Neural Network Architectures", arXiv:1402.1128 (projection).</para>
/// <example><code>
/// var layer = new Lstm(3, 8, layers: 2);
/// var (output, state, cell) = layer.Run(Tensor.Zeros([7, 4, 3]));
/// output   // shape (7, 4, 8)
/// state    // shape (2, 4, 8)
/// cell     // shape (2, 4, 8)
/// </code></example>
/// </remarks>
public sealed class Lstm : RecurrentLayer
{
    /// <summary>Makes a network with freshly drawn weights.</summary>
    /// <param name="inputs">The numbers of one step of the input.</param>
    /// <param name="units">The numbers of the cell, and of the state unless it is projected.</param>
    /// <param name="layers">How many networks are stacked, each reading the output of the one before.</param>
    /// <param name="bias">Whether biases are added.</param>
    /// <param name="batchFirst">Whether the input is (sequences, steps, inputs), no longer (steps, sequences, inputs).</param>
    /// <param name="dropout">The probability with which, in training, numbers between layers are dropped.</param>
    /// <param name="bidirectional">Whether each layer also reads the sequence from its end.</param>
    /// <param name="projected">The numbers of the state if it is projected from the units; 0 for none.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is not positive, the probability is outside [0, 1], or the projection is not smaller than the units.
    /// </exception>
    public Lstm(
        int inputs, int units, int layers = 1, bool bias = true, bool batchFirst = false, double dropout = 0, bool bidirectional = false,
        int projected = 0, DType type = DType.Float32, Generator? generator = null)
        : base(gates: 4, inputs, units, layers, bias, batchFirst, dropout, bidirectional, projected, type, generator)
    {
    }

    /// <summary>The output after each step, and the last states and cells.</summary>
    /// <param name="x">The sequences.</param>
    /// <param name="first">The first states and cells, of shape (layers · directions, sequences, units); zeros by default.</param>
    /// <param name="lengths">The steps of each sequence; by default each has all.</param>
    /// <exception cref="ShapeException">The input or a first state is not of the shape that the layer wants.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1 or beyond the steps of the input.</exception>
    public (Tensor Output, Tensor State, Tensor Cell) Run(Tensor x, (Tensor State, Tensor Cell)? first = null, Labels? lengths = null)
    {
        var (output, state, cell) = Scan(x, first?.State, first?.Cell, lengths);
        return (output, state, cell!);
    }

    private protected override (Tensor Output, Tensor State, Tensor? Cell) Scan(
        RecurrentWeights weights, Tensor x, Tensor state, Tensor? cell, Labels? lengths, bool reverse) =>
        new Recurrence<LstmUnit>(weights, x.Shape[0], x.Shape[1], lengths, reverse).Run("Lstm", x, state, cell);
}
