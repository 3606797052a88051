using System.Globalization;

namespace Kobai.Layers;

/// <summary>The softmax of the negatives over an axis.</summary>
/// <param name="axis">The axis; the last by default.</param>
/// <example><code>
/// new Softmin().Forward(Tensor.From([1.0, 1.0, 2000.0]))   // [0.5, 0.5, 0]
/// </code></example>
public sealed class Softmin(int axis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softmin(axis);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
}
