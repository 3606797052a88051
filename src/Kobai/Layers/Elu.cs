using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > 0, and α·(exp(x) − 1) elsewhere.</summary>
/// <param name="alpha">α, where the function ends at −∞.</param>
/// <example><code>
/// new Elu().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.63212…, 0, 2]
/// </code></example>
public sealed class Elu(double alpha = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Elu(alpha);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{alpha}");
}
