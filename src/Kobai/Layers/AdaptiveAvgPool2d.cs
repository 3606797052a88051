namespace Kobai.Layers;

/// <summary>Means over a grid of rows and columns of each plane.</summary>
/// <remarks>See <c>AdaptiveAvgPool2d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="size">The rows and columns of the result.</param>
/// <example><code>
/// new AdaptiveAvgPool2d(1).Forward(Tensor.Arange(16).Reshape(1, 4, 4))   // [[[7.5]]]
/// </code></example>
public sealed class AdaptiveAvgPool2d(Pair size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}";
}
