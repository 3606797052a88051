using System.Globalization;

namespace Kobai.Layers;

/// <summary>In training, sets whole channels to 0 with probability p and divides the others by 1 − p; in use, does nothing.</summary>
/// <remarks>
/// A channel is a place of the first two axes, (image, channel). Masks are drawn as PyTorch draws them. Source: Tompson et
/// al., "Efficient Object Localization Using Convolutional Networks", arXiv:1411.4280.
/// <example><code>
/// Sequential model = [new Conv2d(1, 8, kernel: 3), new ChannelDropout(0.2)];
/// model.Forward(Tensor.Zeros([2, 1, 5, 5]))   // shape (2, 8, 3, 3)
/// </code></example>
/// </remarks>
/// <param name="probability">p, from 0 to 1.</param>
/// <param name="generator">Where masks are drawn from; <see cref="Generator.Default"/> if none is given.</param>
public sealed class ChannelDropout(double probability = 0.5, Generator? generator = null) : Layer
{
    readonly Dropout _dropout = new(probability, generator);

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has no channels.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank < 2) throw new ShapeException($"ChannelDropout: x must be (images, channels, …); x is {x.Shape}.");
        if (!IsTraining || probability == 0) return x;
        return x * _dropout.Forward(Tensor.Ones([x.Shape[0], x.Shape[1], .. Enumerable.Repeat((nint)1, x.Rank - 2)], x.DType));
    }

    /// <summary>None: the mask is no part of a model.</summary>
    public override IEnumerable<(string Name, Layer Layer)> Children() => [];

    /// <inheritdoc/>
    protected override string Describe() => probability.ToString(CultureInfo.InvariantCulture);
}
