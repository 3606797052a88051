namespace Kobai.Losses;

/// <summary>A loss was given NaN: data with a hole in it, or a model that has diverged.</summary>
/// <remarks>
/// <example><code>
/// try
/// {
///     Loss.SquaredError(Tensor.From([double.NaN]), Tensor.From([1.0]));
/// }
/// catch (NotANumberException error)
/// {
///     Console.WriteLine(error.ParamName);   // input
/// }
/// </code></example>
/// </remarks>
/// <param name="message">The place of the NaN.</param>
/// <param name="name">The name of the operand.</param>
public sealed class NotANumberException(string message, string name) : ArgumentException(message, name);
