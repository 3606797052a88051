namespace Kobai.Layers;

/// <summary>The rectified linear unit max(x, 0), element by element.</summary>
public sealed class Relu : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu();
}
