using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > 0, and slope·x elsewhere.</summary>
/// <param name="slope">The slope below 0.</param>
/// <example><code>
/// new LeakyRelu().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.01, 0, 2]
/// </code></example>
public sealed class LeakyRelu(double slope = 0.01) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LeakyRelu(slope);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{slope}");
}
