namespace Kobai.Layers;

/// <summary>x·min(max(x + 3, 0), 6) / 6, element by element.</summary>
/// <example><code>
/// new HardSwish().Forward(Tensor.From([-4.0, -1.5, 1.5]))   // [0, -0.375, 1.125]
/// </code></example>
public sealed class HardSwish : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardSwish();
}
