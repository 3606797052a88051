namespace Kobai.Layers;

/// <summary>Each channel of each image normalized by itself: y = w·(x − mean) / √(variance + ε) + b.</summary>
/// <remarks>
/// Source: Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", arXiv:1607.08022.
/// <example><code>
/// new InstanceNorm(1, epsilon: 0).Forward(Tensor.From([1f, 3, 10, 30], [2, 1, 2]))   // [[[-1, 1]], [[-1, 1]]]
/// </code></example>
/// </remarks>
public sealed class InstanceNorm : Layer
{
    readonly int _channels;
    readonly double _epsilon;

    /// <summary>Makes a layer, with weights 1 and biases 0 if there are any.</summary>
    /// <param name="channels">The size of axis 1 of the input.</param>
    /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
    /// <param name="affine">Whether there are weights and biases, one for each channel.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    public InstanceNorm(int channels, double epsilon = 1e-5, bool affine = false, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (_channels, _epsilon) = (channels, epsilon);
        Weight = affine ? Tensor.Ones([channels], type).RequireGradient() : null;
        Bias = affine ? Tensor.Zeros([channels], type).RequireGradient() : null;
    }

    /// <summary>w, of shape (channels); null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>b, of shape (channels); null without.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels, or a channel of an image has a single element.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank < 3 || x.Shape[1] != _channels || x.Count <= x.Shape[0] * _channels)
            throw new ShapeException($"InstanceNorm: x must be (images, {_channels}, …) with several elements for each channel of an image; x is {x.Shape}.");
        return x.GroupNorm(_channels, Weight, Bias, _epsilon);
    }

    /// <inheritdoc/>
    protected override string Describe() => _channels.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
