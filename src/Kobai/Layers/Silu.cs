namespace Kobai.Layers;

/// <summary>The sigmoid linear unit x·σ(x), element by element; also called swish.</summary>
/// <example><code>
/// new Silu().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.26894…, 0, 1.76159…]
/// </code></example>
public sealed class Silu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Silu();
}
