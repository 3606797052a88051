namespace Kobai.Layers;

/// <summary>Joins all axes but the first, the batch, into one: (N, a, b, …) becomes (N, a·b·…).</summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Flatten(1);
}
