using System.Globalization;

namespace Kobai.Layers;

/// <summary>The logarithm of the softmax over an axis.</summary>
/// <remarks>Do not put it before <c>Loss.CrossEntropy</c>, which takes logits and applies the softmax itself.</remarks>
/// <param name="axis">The axis of the classes; the last by default.</param>
/// <example><code>
/// new LogSoftmax().Forward(Tensor.From([0.0, 0.0]))   // [-0.6931…, -0.6931…]
/// </code></example>
public sealed class LogSoftmax(int axis = -1) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSoftmax(axis);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis}");
}
