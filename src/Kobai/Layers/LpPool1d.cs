using System.Globalization;

namespace Kobai.Layers;

/// <summary>(Σ xᵖ)^(1/p) over the elements under a window that moves along each line.</summary>
/// <remarks>See <c>LpPool1d</c> of a tensor for the errors.</remarks>
/// <param name="p">p: 1 sums, and the larger, the closer to the largest element. Positive.</param>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <example><code>
/// new LpPool1d(2, kernel: 2).Forward(Tensor.From([3.0, 4], [1, 2]))   // [[5]]
/// </code></example>
public sealed class LpPool1d(double p, int kernel, int? stride = null, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LpPool1d(p, kernel, stride, ceiling);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"p {p}, {kernel}");
}
