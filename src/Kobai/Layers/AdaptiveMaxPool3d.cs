namespace Kobai.Layers;

/// <summary>The largest elements over a grid of planes, rows and columns of each volume.</summary>
/// <remarks>See <c>AdaptiveMaxPool3d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="size">The planes, rows and columns of the result.</param>
/// <example><code>
/// new AdaptiveMaxPool3d((1, 1, 2)).Forward(Tensor.Arange(16).Reshape(1, 2, 2, 4))   // [[[[13, 15]]]]
/// </code></example>
public sealed class AdaptiveMaxPool3d(Triple size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool3d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}";
}
