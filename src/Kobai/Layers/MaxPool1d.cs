namespace Kobai.Layers;

/// <summary>The largest element under a window that moves along the last axis.</summary>
/// <remarks>See <c>MaxPool1d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="padding">Places at each end that are never the largest; at most half the window.</param>
/// <param name="dilation">The distance of neighbors under the window.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <example><code>
/// new MaxPool1d(2).Forward(Tensor.From([1.0, 3, 2, 0], [1, 4]))   // [[3, 2]]
/// </code></example>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool1d(kernel, stride, padding, dilation, ceiling);

    /// <inheritdoc/>
    protected override string Describe() => kernel.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
