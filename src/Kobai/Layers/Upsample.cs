namespace Kobai.Layers;

/// <summary>Planes made larger by whole factors.</summary>
/// <param name="scale">The factors of height and width.</param>
/// <param name="mode">Where new elements come from.</param>
/// <example><code>
/// new Upsample(2).Forward(Tensor.From([1.0, 2], [1, 1, 2]))   // [[[1, 1, 2, 2], [1, 1, 2, 2]]]
/// </code></example>
public sealed class Upsample(Pair scale, ResizeMode mode = ResizeMode.Nearest) : Layer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has no planes.</exception>
    public override Tensor Forward(Tensor x) => x.Rank < 2
        ? throw new ShapeException($"Upsample: x must be (…, height, width); x is {x.Shape}.")
        : x.Resize2d(checked(((int)x.Shape[^2] * scale.Height, (int)x.Shape[^1] * scale.Width)), mode);

    /// <inheritdoc/>
    protected override string Describe() => $"{scale}, {mode}";
}
