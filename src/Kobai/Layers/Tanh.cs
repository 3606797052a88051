namespace Kobai.Layers;

/// <summary>The hyperbolic tangent, element by element.</summary>
public sealed class Tanh : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Tanh();
}
