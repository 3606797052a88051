namespace Kobai.Layers;

/// <summary>The mean of the elements under a window that moves along the last axis.</summary>
/// <remarks>See <c>AvgPool1d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Zeros at each end; at most half the window.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
/// <example><code>
/// new AvgPool1d(2).Forward(Tensor.From([1.0, 3, 2, 0], [1, 4]))   // [[2, 1]]
/// </code></example>
public sealed class AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceiling = false, bool countPadding = true) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AvgPool1d(kernel, stride, padding, ceiling, countPadding);

    /// <inheritdoc/>
    protected override string Describe() => kernel.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
