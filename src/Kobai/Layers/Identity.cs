namespace Kobai.Layers;

/// <summary>The input as it is: a place in a model where nothing happens.</summary>
/// <example><code>
/// new Identity().Forward(Tensor.From([-1.0, 2.0]))   // [-1, 2]
/// </code></example>
public sealed class Identity : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x;
}
