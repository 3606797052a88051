namespace Kobai.Layers;

/// <summary>ln(1 + exp(x)), element by element.</summary>
/// <example><code>
/// new Softplus().Forward(Tensor.From([0.0, 100.0]))   // [0.6931…, 100]
/// </code></example>
public sealed class Softplus : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softplus();
}
