using System.Globalization;

namespace Kobai.Layers;

/// <summary>min(max(x, min), max), element by element.</summary>
/// <param name="min">The lower bound.</param>
/// <param name="max">The upper bound, above the lower.</param>
/// <example><code>
/// new HardTanh().Forward(Tensor.From([-3.0, 0.5, 2]))   // [-1, 0.5, 1]
/// </code></example>
public sealed class HardTanh(double min = -1, double max = 1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardTanh(min, max);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{min} to {max}");
}
