namespace Kobai.Layers;

/// <summary>x·tanh(ln(1 + exp(x))), element by element.</summary>
/// <example><code>
/// new Mish().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.30340…, 0, 1.94395…]
/// </code></example>
public sealed class Mish : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Mish();
}
