namespace Kobai.Layers;

/// <summary>One step of <see cref="Lstm"/>: c′ = f·c + i·g and h′ = o·tanh(c′).</summary>
/// <remarks>
/// <inheritdoc cref="RecurrentCell" path="/remarks/node()"/>
/// <example><code>
/// var cell = new LstmCell(3, 8);
/// var (state, memory) = cell.Run(Tensor.Ones([4, 3]));
/// (state, memory) = cell.Run(Tensor.Ones([4, 3]), (state, memory));
/// state   // shape (4, 8)
/// </code></example>
/// </remarks>
/// <param name="inputs">The numbers of the input.</param>
/// <param name="units">The numbers of the state and of the cell.</param>
/// <param name="bias">Whether biases are added.</param>
/// <param name="type">The type of the parameters.</param>
/// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
public sealed class LstmCell(int inputs, int units, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    : RecurrentCell(gates: 4, inputs, units, bias, type, generator)
{
    /// <summary>The state after a step from zeros.</summary>
    /// <exception cref="ShapeException">The input is not of the shape that the cell wants.</exception>
    public override Tensor Forward(Tensor x) => Run(x).State;

    /// <summary>The state and the cell after a step.</summary>
    /// <param name="x">The input.</param>
    /// <param name="before">The state and the cell before; zeros by default.</param>
    /// <exception cref="ShapeException">The input or a state is not of the shape that the cell wants.</exception>
    public (Tensor State, Tensor Cell) Run(Tensor x, (Tensor State, Tensor Cell)? before = null)
    {
        var (state, cell) = Step<LstmUnit>(x, before?.State, before?.Cell);
        return (state, cell!);
    }
}
