using System.Globalization;

namespace Kobai.Layers;

/// <summary>The Gaussian error linear unit x·Φ(x), element by element.</summary>
/// <param name="approximate">Whether Φ is replaced by its approximation with tanh.</param>
/// <example><code>
/// new Gelu().Forward(Tensor.From([-1.0, 0, 2]))   // [-0.15865…, 0, 1.9544…]
/// </code></example>
public sealed class Gelu(bool approximate = false) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Gelu(approximate);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{(approximate ? "approximate" : "")}");
}
