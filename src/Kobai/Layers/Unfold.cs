namespace Kobai.Layers;

/// <summary>The patches under a window that moves over images, as columns: (images, channels · kernel height · kernel width, places).</summary>
/// <remarks>See <c>Unfold</c> of a tensor for the errors.</remarks>
/// <param name="kernel">The size of the patches.</param>
/// <param name="stride">How far the window moves; 1 by default.</param>
/// <param name="padding">Rows and columns of zeros around each plane.</param>
/// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
/// <example><code>
/// new Unfold(2).Forward(Tensor.Arange(9).Reshape(1, 1, 3, 3))   // [[[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]]
/// </code></example>
public sealed class Unfold(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Unfold(kernel, stride, padding, dilation);

    /// <inheritdoc/>
    protected override string Describe() => $"{kernel}";
}
