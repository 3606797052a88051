namespace Kobai.Layers;

/// <summary>The softmax over the channels of each place: axis 1 of (images, channels, height, width), axis 0 of one image.</summary>
/// <example><code>
/// new Softmax2d().Forward(Tensor.Zeros([2, 1, 1]))   // [[[0.5]], [[0.5]]]
/// </code></example>
public sealed class Softmax2d : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank is not (3 or 4)) throw new ShapeException($"Softmax2d: x must be (images, channels, height, width) or (channels, height, width); x is {x.Shape}.");
        return x.Softmax(-3);
    }
}
