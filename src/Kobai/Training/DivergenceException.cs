namespace Kobai;

/// <summary>A training came upon NaN or infinity: the message says in which layer and step it began, and what helps.</summary>
/// <remarks>
/// <example><code>
/// var line = new Linear(1, 1);
/// var trainer = new Trainer&lt;Tensor&gt;(line, (y, t) =&gt; Loss.SquaredError(y, t), new Sgd(line.Parameters, learningRate: 1e30));
/// var ones = Dataset.Of(Tensor.Ones([4, 1]), Tensor.Ones([4, 1]));
/// try
/// {
///     trainer.Fit(ones.Batches(1), epochs: 10);
/// }
/// catch (DivergenceException error)
/// {
///     Console.WriteLine(error.Op);   // SquaredError
/// }
/// </code></example>
/// </remarks>
public sealed class DivergenceException : ArithmeticException
{
    internal DivergenceException(string message, long step, string? op, string? layer) : base(message) =>
        (Step, Op, Layer) = (step, op, layer);

    /// <summary>The step that could not be taken, from 1. The parameters are those before it.</summary>
    public long Step { get; }

    /// <summary>The operation that gave the first number that is not finite; null if it came in with data or parameters.</summary>
    public string? Op { get; }

    /// <summary>The path of the layer that the operation or parameter belongs to; "" for the model itself, null if none is known.</summary>
    public string? Layer { get; }
}
