namespace Kobai.Layers;

/// <summary>One step of <see cref="Rnn"/>: h′ = tanh(W·x + b + U·h + d), or ReLU in place of tanh.</summary>
/// <remarks>
/// <inheritdoc cref="RecurrentCell" path="/remarks/node()"/>
/// <example><code>
/// var cell = new RnnCell(3, 8);
/// var state = Tensor.Zeros([4, 8]);
/// for (int step = 0; step &lt; 5; step++) state = cell.Forward(Tensor.Ones([4, 3]), state);
/// state   // shape (4, 8)
/// </code></example>
/// </remarks>
/// <param name="inputs">The numbers of the input.</param>
/// <param name="units">The numbers of the state.</param>
/// <param name="relu">Whether the activation is ReLU, no longer tanh.</param>
/// <param name="bias">Whether biases are added.</param>
/// <param name="type">The type of the parameters.</param>
/// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
public sealed class RnnCell(int inputs, int units, bool relu = false, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    : RecurrentCell(gates: 1, inputs, units, bias, type, generator)
{
    /// <summary>The state after a step from zeros.</summary>
    /// <exception cref="ShapeException">The input is not of the shape that the cell wants.</exception>
    public override Tensor Forward(Tensor x) => Next(x, null);

    /// <summary>The state after a step.</summary>
    /// <param name="x">The input.</param>
    /// <param name="state">The state before.</param>
    /// <exception cref="ShapeException">The input or the state is not of the shape that the cell wants.</exception>
    public Tensor Forward(Tensor x, Tensor state) => Next(x, state);

    Tensor Next(Tensor x, Tensor? state) =>
        (relu ? Step<RnnUnit<ReluOp.Formula>>(x, state, null) : Step<RnnUnit<TanhOp.Formula>>(x, state, null)).State;
}
