namespace Kobai.Layers;

/// <summary>min(max(x + 3, 0), 6) / 6, element by element.</summary>
/// <example><code>
/// new HardSigmoid().Forward(Tensor.From([-4.0, 0, 1.5]))   // [0, 0.5, 0.75]
/// </code></example>
public sealed class HardSigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardSigmoid();
}
