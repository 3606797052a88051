namespace Kobai.Layers;

/// <summary>
/// Each channel, axis 1, normalized over the batch and all axes after it: y = w·(x − mean) / √(variance + ε) + b.
/// </summary>
/// <remarks>
/// <para>One layer for vectors (N, C), lines (N, C, L) and images (N, C, H, W). In training mean and variance are those of the
/// batch, and running averages follow them; in use the averages are taken.</para>
/// <para>Source: Ioffe and Szegedy, "Batch Normalization", arXiv:1502.03167.</para>
/// <example><code>
/// Sequential model = [new Conv2d(3, 8, kernel: 3), new BatchNorm(8), new Relu()];
/// model.Forward(Tensor.Zeros([4, 3, 8, 8]))   // shape (4, 8, 6, 6)
/// </code></example>
/// </remarks>
public sealed class BatchNorm : Layer
{
    readonly double _epsilon;
    readonly double? _momentum;
    readonly Tensor? _runningMean, _runningVar, _numBatchesTracked;
    bool _averages;

    /// <summary>Makes a layer with weights 1 and biases 0.</summary>
    /// <param name="channels">The size of axis 1 of the input.</param>
    /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
    /// <param name="momentum">
    /// How far the running averages move toward the statistics of a batch; null makes them averages over all batches.
    /// </param>
    /// <param name="affine">Whether there are weights and biases.</param>
    /// <param name="track">Whether there are running averages; without, the statistics of the batch are taken in use too.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of channels is not positive.</exception>
    public BatchNorm(
        int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool track = true, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        (_epsilon, _momentum) = (epsilon, momentum);
        Channels = channels;
        Weight = affine ? Tensor.Ones([channels], type).RequireGradient() : null;
        Bias = affine ? Tensor.Zeros([channels], type).RequireGradient() : null;
        if (!track) return;
        _runningMean = Tensor.Zeros([channels], type);
        _runningVar = Tensor.Ones([channels], type);
        _numBatchesTracked = Tensor.Zeros([], DType.Float64);
    }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>w, of shape (channels); null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>b, of shape (channels); null without.</summary>
    public Tensor? Bias { get; }

    /// <summary>The running average of the means, of shape (channels); null without.</summary>
    public Tensor? RunningMean => _runningMean;

    /// <summary>The running average of the variances, of shape (channels); null without.</summary>
    public Tensor? RunningVariance => _runningVar;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels, or in training a single element for each.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (IsTraining) _numBatchesTracked?.AddInPlace(Tensor.Scalar(1.0));
        double momentum = _averages || _momentum is null ? (_numBatchesTracked is { } batches ? 1 / batches.Item() : 0) : _momentum.Value;
        return x.BatchNorm(Weight, Bias, _epsilon, RunningMean, RunningVariance, IsTraining, momentum);
    }

    /// <summary>Forgets the statistics; until <see cref="EndAveraging"/>, every batch weighs the same in them.</summary>
    internal void BeginAveraging()
    {
        _runningMean?.Fill(0);
        _runningVar?.Fill(1);
        _numBatchesTracked?.Fill(0);
        _averages = true;
    }

    /// <summary>Lets the statistics follow the batches by the momentum again.</summary>
    internal void EndAveraging() => _averages = false;

    /// <inheritdoc/>
    protected override string Describe() => Channels.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
