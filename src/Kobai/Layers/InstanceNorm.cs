namespace Kobai.Layers;

/// <summary>Each channel of each image normalized by itself: y = w·(x − mean) / √(variance + ε) + b.</summary>
/// <remarks>
/// <para>With running averages, those of all images' means and variances are kept in training and taken in use.</para>
/// <para>Source: Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", arXiv:1607.08022.</para>
/// <example><code>
/// new InstanceNorm(1, epsilon: 0).Forward(Tensor.From([1f, 3, 10, 30], [2, 1, 2]))   // [[[-1, 1]], [[-1, 1]]]
/// </code></example>
/// </remarks>
public sealed class InstanceNorm : Layer
{
    readonly int _channels;
    readonly double _epsilon, _momentum;
    readonly Tensor? _runningMean, _runningVar, _numBatchesTracked;

    /// <summary>Makes a layer, with weights 1 and biases 0 if there are any.</summary>
    /// <param name="channels">The size of axis 1 of the input.</param>
    /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
    /// <param name="affine">Whether there are weights and biases, one for each channel.</param>
    /// <param name="track">Whether there are running averages.</param>
    /// <param name="momentum">How far the running averages move toward the statistics of a batch.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    public InstanceNorm(
        int channels, double epsilon = 1e-5, bool affine = false, bool track = false, double momentum = 0.1, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (_channels, _epsilon, _momentum) = (channels, epsilon, momentum);
        Weight = affine ? Tensor.Ones([channels], type).RequireGradient() : null;
        Bias = affine ? Tensor.Zeros([channels], type).RequireGradient() : null;
        if (!track) return;
        _runningMean = Tensor.Zeros([channels], type);
        _runningVar = Tensor.Ones([channels], type);
        // Part of PyTorch's state, which never moves there either.
        _numBatchesTracked = Tensor.Zeros([], DType.Float64);
    }

    /// <summary>w, of shape (channels); null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>b, of shape (channels); null without.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running average of the means, of shape (channels); null without.</summary>
    public Tensor? RunningMean => _runningMean;

    /// <summary>The running average of the variances, each estimated without bias, of shape (channels); null without.</summary>
    public Tensor? RunningVariance => _runningVar;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels, or a channel of an image has a single element.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (x.Rank < 3 || x.Shape[1] != _channels || x.Count <= x.Shape[0] * _channels)
            throw new ShapeException($"InstanceNorm: x must be (images, {_channels}, …) with several elements for each channel of an image; x is {x.Shape}.");
        if (_runningMean is null || _runningVar is null) return x.GroupNorm(_channels, Weight, Bias, _epsilon);
        if (!IsTraining) return x.BatchNorm(Weight, Bias, _epsilon, _runningMean, _runningVar, training: false);
        var rows = x.Detach().Reshape(x.Shape[0], _channels, -1);
        Move(_runningMean, rows.Mean(2));
        Move(_runningVar, rows.Variance(2));
        return x.GroupNorm(_channels, Weight, Bias, _epsilon);
    }

    /// <inheritdoc/>
    protected override string Describe() => _channels.ToString(System.Globalization.CultureInfo.InvariantCulture);

    void Move(Tensor running, Tensor ofImages) => running.CopyFrom((1 - _momentum) * running + _momentum * ofImages.Mean(0));
}
