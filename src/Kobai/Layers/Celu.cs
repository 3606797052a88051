using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > 0, and α·(exp(x / α) − 1) elsewhere.</summary>
/// <param name="alpha">α; not 0.</param>
/// <example><code>
/// new Celu(2).Forward(Tensor.From([-1.0, 0, 2]))   // [-0.78693…, 0, 2]
/// </code></example>
public sealed class Celu(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Celu(alpha);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{alpha}");
}
