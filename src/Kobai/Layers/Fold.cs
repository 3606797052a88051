namespace Kobai.Layers;

/// <summary>Columns of patches added where they came from: images of a size, from what <see cref="Unfold"/> gives.</summary>
/// <remarks>See <c>Fold</c> of a tensor for the errors.</remarks>
/// <param name="size">The height and width of the images.</param>
/// <param name="kernel">The size of the patches.</param>
/// <param name="stride">How far the window moves; 1 by default.</param>
/// <param name="padding">Rows and columns of zeros around each plane.</param>
/// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
/// <example><code>
/// new Fold(2, kernel: (2, 1)).Forward(Tensor.From([1.0, 2, 3, 4], [1, 2, 2]))   // [[[[1, 2], [3, 4]]]]
/// </code></example>
public sealed class Fold(Pair size, Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Fold(size, kernel, stride, padding, dilation);

    /// <inheritdoc/>
    protected override string Describe() => $"{size}, kernel {kernel}";
}
