namespace Kobai.Layers;

/// <summary>The largest element under a window that moves over each plane.</summary>
/// <remarks>See <c>MaxPool2d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Rows and columns around each plane that are never the largest; at most half the window.</param>
/// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <example><code>
/// new MaxPool2d(2).Forward(Tensor.Arange(16).Reshape(1, 4, 4))   // [[[5, 7], [13, 15]]]
/// </code></example>
public sealed class MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool2d(kernel, stride, padding, dilation, ceiling);

    /// <inheritdoc/>
    protected override string Describe() => $"{kernel}";
}
