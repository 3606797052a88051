namespace Kobai.Layers;

/// <summary>The largest element under a window that moves through each volume.</summary>
/// <remarks>See <c>MaxPool3d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Places at each side that are never the largest; at most half the window.</param>
/// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <example><code>
/// new MaxPool3d(2).Forward(Tensor.Arange(16).Reshape(1, 2, 2, 4))   // [[[[13, 15]]]]
/// </code></example>
public sealed class MaxPool3d(
    Triple kernel, Triple? stride = null, Triple padding = default, Triple? dilation = null, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool3d(kernel, stride, padding, dilation, ceiling);

    /// <inheritdoc/>
    protected override string Describe() => $"{kernel}";
}
