namespace Kobai.Layers;

/// <summary>x − tanh(x), element by element.</summary>
/// <example><code>
/// new TanhShrink().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.23840…, 0, 1.03597…]
/// </code></example>
public sealed class TanhShrink : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.TanhShrink();
}
