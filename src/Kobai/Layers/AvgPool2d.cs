namespace Kobai.Layers;

/// <summary>The mean of the elements under a window that moves over each plane.</summary>
/// <remarks>See <c>AvgPool2d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Rows and columns of zeros around each plane; at most half the window.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
/// <example><code>
/// new AvgPool2d(2).Forward(Tensor.Arange(16).Reshape(1, 4, 4))   // [[[2.5, 4.5], [10.5, 12.5]]]
/// </code></example>
public sealed class AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceiling = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AvgPool2d(kernel, stride, padding, ceiling, countPadding);

    /// <inheritdoc/>
    protected override string Describe() => $"{kernel}";
}
