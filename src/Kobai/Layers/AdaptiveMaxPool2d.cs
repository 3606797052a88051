namespace Kobai.Layers;

/// <summary>The largest elements over a grid of rows and columns of each plane.</summary>
/// <remarks>See <c>AdaptiveMaxPool2d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="size">The rows and columns of the result.</param>
/// <example><code>
/// new AdaptiveMaxPool2d(1).Forward(Tensor.Arange(16).Reshape(1, 4, 4))   // [[[15]]]
/// </code></example>
public sealed class AdaptiveMaxPool2d(Pair size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool2d(size);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}";
}
