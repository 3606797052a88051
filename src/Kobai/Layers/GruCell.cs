namespace Kobai.Layers;

/// <summary>One step of <see cref="Gru"/>: h′ = (1 − z)·n + z·h.</summary>
/// <remarks>
/// <inheritdoc cref="RecurrentCell" path="/remarks/node()"/>
/// <example><code>
/// var cell = new GruCell(3, 8);
/// cell.Forward(Tensor.Ones([4, 3]), Tensor.Zeros([4, 8]))   // shape (4, 8)
/// </code></example>
/// </remarks>
/// <param name="inputs">The numbers of the input.</param>
/// <param name="units">The numbers of the state.</param>
/// <param name="bias">Whether biases are added.</param>
/// <param name="type">The type of the parameters.</param>
/// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
public sealed class GruCell(int inputs, int units, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    : RecurrentCell(gates: 3, inputs, units, bias, type, generator)
{
    /// <summary>The state after a step from zeros.</summary>
    /// <exception cref="ShapeException">The input is not of the shape that the cell wants.</exception>
    public override Tensor Forward(Tensor x) => Step<GruUnit>(x, null, null).State;

    /// <summary>The state after a step.</summary>
    /// <param name="x">The input.</param>
    /// <param name="state">The state before.</param>
    /// <exception cref="ShapeException">The input or the state is not of the shape that the cell wants.</exception>
    public Tensor Forward(Tensor x, Tensor state) => Step<GruUnit>(x, state, null).State;
}
