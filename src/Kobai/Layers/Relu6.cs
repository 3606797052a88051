namespace Kobai.Layers;

/// <summary>min(max(x, 0), 6), element by element.</summary>
/// <example><code>
/// new Relu6().Forward(Tensor.From([-1.0, 2, 8]))   // [0, 2, 6]
/// </code></example>
public sealed class Relu6 : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu6();
}
