namespace Kobai.Layers;

/// <summary>The mean of the elements under a window that moves through each volume.</summary>
/// <remarks>See <c>AvgPool3d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Zeros at each side; at most half the window.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
/// <example><code>
/// new AvgPool3d(2).Forward(Tensor.Arange(16).Reshape(1, 2, 2, 4))   // [[[[6.5, 8.5]]]]
/// </code></example>
public sealed class AvgPool3d(
    Triple kernel, Triple? stride = null, Triple padding = default, bool ceiling = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AvgPool3d(kernel, stride, padding, ceiling, countPadding);

    /// <inheritdoc/>
    protected override string Describe() => $"{kernel}";
}
