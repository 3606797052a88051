using System.Globalization;

namespace Kobai.Layers;

/// <summary>One axis laid out as several, the reverse of <see cref="Flatten"/>.</summary>
/// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
/// <param name="shape">What it becomes; it must hold as many elements.</param>
/// <example><code>
/// new Unflatten(1, [2, 3]).Forward(Tensor.Zeros([4, 6]))   // shape (4, 2, 3)
/// </code></example>
public sealed class Unflatten(int axis, Shape shape) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Reshape([.. x.Shape.Sizes[..x.Shape.Axis("Unflatten", axis)], .. shape, .. x.Shape.Sizes[(x.Shape.Axis("Unflatten", axis) + 1)..]]);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"axis {axis} → {shape}");
}
