using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > threshold, and a value elsewhere.</summary>
/// <param name="threshold">Above which numbers stay.</param>
/// <param name="value">What the others become.</param>
/// <example><code>
/// new Threshold(0.5, -9).Forward(Tensor.From([-1.0, 0.3, 2]))   // [-9, -9, 2]
/// </code></example>
public sealed class Threshold(double threshold, double value) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Threshold(threshold, value);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{threshold}, {value}");
}
