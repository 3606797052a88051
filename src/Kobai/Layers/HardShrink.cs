using System.Globalization;

namespace Kobai.Layers;

/// <summary>0 where |x| ≤ bound, and x elsewhere.</summary>
/// <param name="bound">Up to where numbers are small.</param>
/// <example><code>
/// new HardShrink().Forward(Tensor.From([-1.0, 0.3, 2]))   // [-1, 0, 2]
/// </code></example>
public sealed class HardShrink(double bound = 0.5) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardShrink(bound);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{bound}");
}
