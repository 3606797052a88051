using System.Globalization;

namespace Kobai.Layers;

/// <summary>(Σ xᵖ)^(1/p) over the elements under a window that moves over each plane.</summary>
/// <remarks>See <c>LpPool2d</c> of a tensor for the errors.</remarks>
/// <param name="p">p: 1 sums, and the larger, the closer to the largest element. Positive.</param>
/// <param name="kernel">The size of the window.</param>
/// <param name="stride">How far the window moves; its size by default.</param>
/// <param name="ceiling">Whether a last window may hang over the end.</param>
/// <example><code>
/// new LpPool2d(2, kernel: 2).Forward(Tensor.From([1.0, 2, 2, 4], [1, 2, 2]))   // [[[5]]]
/// </code></example>
public sealed class LpPool2d(double p, Pair kernel, Pair? stride = null, bool ceiling = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LpPool2d(p, kernel, stride, ceiling);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"p {p}, {kernel}");
}
