using System.Globalization;

namespace Kobai.Layers;

/// <summary>a·GELU(b), where a and b are the halves of the input along an axis.</summary>
/// <remarks>Source: Shazeer, "GLU Variants Improve Transformer", arXiv:2002.05202.</remarks>
/// <param name="axis">The axis that is halved; the last by default.</param>
/// <example><code>
/// new GeGlu().Forward(Tensor.From([1.0, 2, 0, 100]))   // [0, 200]
/// </code></example>
public sealed class GeGlu(int axis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.GeGlu(axis);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
}
