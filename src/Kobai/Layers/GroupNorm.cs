namespace Kobai.Layers;

/// <summary>In each image, each of some groups of channels normalized: y = w·(x − mean) / √(variance + ε) + b.</summary>
/// <remarks>
/// Source: Wu and He, "Group Normalization", arXiv:1803.08494.
/// <example><code>
/// new GroupNorm(2, channels: 4, epsilon: 0).Forward(Tensor.From([1f, 3, 10, 30], [1, 4]))   // [[-1, 1, -1, 1]]
/// </code></example>
/// </remarks>
public sealed class GroupNorm : Layer
{
    readonly int _groups, _channels;
    readonly double _epsilon;

    /// <summary>Makes a layer with weights 1 and biases 0.</summary>
    /// <param name="groups">The number of groups.</param>
    /// <param name="channels">The size of axis 1 of the input, a multiple of the groups.</param>
    /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
    /// <param name="affine">Whether there are weights and biases, one for each channel.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (channels % groups != 0)
            throw new ArgumentException($"GroupNorm: groups must divide the channels; channels is {channels}, groups is {groups}.", nameof(groups));
        (_groups, _channels, _epsilon) = (groups, channels, epsilon);
        Weight = affine ? Tensor.Ones([channels], type).RequireGradient() : null;
        Bias = affine ? Tensor.Zeros([channels], type).RequireGradient() : null;
    }

    /// <summary>w, of shape (channels); null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>b, of shape (channels); null without.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels.</exception>
    public override Tensor Forward(Tensor x) => x.GroupNorm(_groups, Weight, Bias, _epsilon);

    /// <inheritdoc/>
    protected override string Describe() => $"{_groups} groups of {_channels}";
}
