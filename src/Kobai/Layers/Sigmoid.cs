namespace Kobai.Layers;

/// <summary>The logistic function 1 / (1 + exp(−x)), element by element.</summary>
public sealed class Sigmoid : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Sigmoid();
}
