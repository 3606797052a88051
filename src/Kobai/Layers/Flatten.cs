namespace Kobai.Layers;

/// <summary>Joins all axes but the first, the batch, into one: (N, a, b, …) becomes (N, a·b·…).</summary>
/// <example><code>
/// new Flatten().Forward(Tensor.Zeros([8, 3, 4]))   // shape (8, 12)
/// </code></example>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Flatten(1);
}
