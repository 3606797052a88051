using System.Globalization;

namespace Kobai.Layers;

/// <summary>x / (k + α·m)^β, where m is the mean of the squares of the element and its neighbors among the channels.</summary>
/// <remarks>See <c>LocalResponseNorm</c> of a tensor for the source and the errors.</remarks>
/// <param name="size">How many neighbors are counted, the element itself included.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="k">k.</param>
/// <example><code>
/// new LocalResponseNorm(5).Forward(Tensor.Zeros([1, 8, 2, 2]))   // shape (1, 8, 2, 2)
/// </code></example>
public sealed class LocalResponseNorm(int size, double alpha = 1e-4, double beta = 0.75, double k = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LocalResponseNorm(size, alpha, beta, k);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{size}");
}
