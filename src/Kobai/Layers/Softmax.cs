using System.Globalization;

namespace Kobai.Layers;

/// <summary>The softmax over an axis.</summary>
/// <remarks>Do not put it before <c>Loss.CrossEntropy</c>, which takes logits and applies the softmax itself.</remarks>
/// <param name="axis">The axis of the classes; the last by default.</param>
/// <example><code>
/// new Softmax().Forward(Tensor.From([1.0, 2.0, 3.0]))   // [0.0900…, 0.2447…, 0.6652…]
/// </code></example>
public sealed class Softmax(int axis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
}
