namespace Kobai.Layers;

/// <summary>The logarithm of the logistic function, element by element.</summary>
/// <example><code>
/// new LogSigmoid().Forward(Tensor.From([-100.0, 0, 20]))   // [-100, -0.69314…, -2.061e-9]
/// </code></example>
public sealed class LogSigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSigmoid();
}
