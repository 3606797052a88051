namespace Kobai.Layers;

/// <summary>The scaled exponential linear unit, which keeps mean 0 and variance 1 from layer to layer.</summary>
/// <example><code>
/// new Selu().Forward(Tensor.From([-1.0, 0, 2]))   // [-1.11133…, 0, 2.10140…]
/// </code></example>
public sealed class Selu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Selu();
}
