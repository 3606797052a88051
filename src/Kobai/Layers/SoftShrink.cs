using System.Globalization;

namespace Kobai.Layers;

/// <summary>x drawn toward 0 by a bound, and 0 within it.</summary>
/// <param name="bound">How far numbers are drawn; not negative.</param>
/// <example><code>
/// new SoftShrink().Forward(Tensor.From([-1.0, 0.3, 2]))   // [-0.5, 0, 1.5]
/// </code></example>
public sealed class SoftShrink(double bound = 0.5) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.SoftShrink(bound);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{bound}");
}
