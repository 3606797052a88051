namespace Kobai.Layers;

/// <summary>ln(1 + exp(x)), element by element.</summary>
public sealed class Softplus : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softplus();
}
