namespace Kobai.Layers;

/// <summary>x / (1 + |x|), element by element.</summary>
/// <example><code>
/// new Softsign().Forward(Tensor.From([-1.0, 0, 3]))   // [-0.5, 0, 0.75]
/// </code></example>
public sealed class Softsign : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softsign();
}
