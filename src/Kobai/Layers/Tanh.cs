namespace Kobai.Layers;

/// <summary>The hyperbolic tangent, element by element.</summary>
/// <example><code>
/// new Tanh().Forward(Tensor.From([0.0, 1.0]))   // [0, 0.7615…]
/// </code></example>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Tanh();
}
