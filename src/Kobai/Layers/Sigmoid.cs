namespace Kobai.Layers;

/// <summary>The logistic function 1 / (1 + exp(−x)), element by element.</summary>
/// <example><code>
/// new Sigmoid().Forward(Tensor.From([0.0, 2.0]))   // [0.5, 0.8807…]
/// </code></example>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Sigmoid();
}
