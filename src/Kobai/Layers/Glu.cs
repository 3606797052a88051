using System.Globalization;

namespace Kobai.Layers;

/// <summary>a·σ(b), where a and b are the halves of the input along an axis.</summary>
/// <param name="axis">The axis that is halved; the last by default.</param>
/// <example><code>
/// new Glu().Forward(Tensor.From([1.0, 2, 0, 100]))   // [0.5, 2]
/// </code></example>
public sealed class Glu(int axis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Glu(axis);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
}
