namespace Kobai.Layers;

/// <summary>The rectified linear unit max(x, 0), element by element.</summary>
/// <example><code>
/// new Relu().Forward(Tensor.From([-1.0, 2.0]))   // [0, 2]
/// </code></example>
public sealed class Relu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu();
}
