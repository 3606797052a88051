namespace Kobai.Layers;

/// <summary>A convolution of volumes with learned kernels, plus a bias for each output.</summary>
/// <remarks>
/// <para>Volumes have the shape (volumes, channels, depth, height, width). See <c>Conv3d</c> of a tensor for the formula and the
/// size of the result.</para>
/// <para>Kernels and bias start uniform in ±1/√(channels / groups · kernel depth · height · width), drawn as PyTorch draws them:
/// the same seed gives the same bits.</para>
/// <example><code>
/// Tensor scans = Tensor.Zeros([2, 1, 8, 16, 16]);
/// new Conv3d(1, 4, kernel: 3).Forward(scans)                                          // shape (2, 4, 6, 14, 14)
/// new Conv3d(1, 4, kernel: (1, 3, 3), stride: (2, 1, 1), padding: 1).Forward(scans)   // shape (2, 4, 5, 16, 16)
/// </code></example>
/// </remarks>
public sealed class Conv3d : Layer
{
    readonly Triple _kernel, _stride, _dilation;
    readonly Padding3d _padding;
    readonly PaddingMode _mode;
    readonly int _groups;

    /// <summary>Makes a layer with freshly drawn kernels.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output, each with a kernel of its own.</param>
    /// <param name="kernel">The size of the kernels.</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What is added around each volume, or <see cref="Padding3d.Same"/>.</param>
    /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
    /// <param name="groups">Into how many groups inputs and outputs are split.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="mode">What padding is made of.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or padding is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The groups do not divide inputs and outputs, or padding is “same” at another stride than 1.
    /// </exception>
    public Conv3d(
        int inputs, int outputs, Triple kernel, Triple? stride = null, Padding3d padding = default, Triple? dilation = null, int groups = 1,
        bool bias = true, PaddingMode mode = PaddingMode.Zeros, DType type = DType.Float32, Generator? generator = null)
    {
        foreach (int number in (ReadOnlySpan<int>)[inputs, outputs, groups]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException(
                $"Conv3d: groups must divide inputs and outputs; inputs is {inputs}, outputs is {outputs}, groups is {groups}.", nameof(groups));
        }
        _kernel = Triple.Positive("Conv3d", nameof(kernel), kernel);
        _stride = Triple.Positive("Conv3d", nameof(stride), stride);
        _dilation = Triple.Positive("Conv3d", nameof(dilation), dilation);
        padding.OfDepth("Conv3d", _kernel, _stride, _dilation);
        (_padding, _groups, _mode) = (padding, groups, mode);
        generator ??= Generator.Default;
        int fan = inputs / groups * kernel.Depth * kernel.Height * kernel.Width;
        Weight = InitialWeights.KaimingUniform([outputs, inputs / groups, kernel.Depth, kernel.Height, kernel.Width], fan, type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(fan), type, generator) : null;
    }

    /// <summary>The kernels, of shape (outputs, inputs / groups, kernel depth, kernel height, kernel width).</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels, or the kernel does not fit into the padded volumes.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (_mode == PaddingMode.Zeros) return x.Conv3d(Weight, Bias, _stride, _padding, _dilation, _groups);
        var (front, back) = _padding.OfDepth("Conv3d", _kernel, _stride, _dilation);
        var sides = _padding.Plane.Around("Conv3d", _kernel.Plane, _stride.Plane, _dilation.Plane);
        return x.Pad(-3, front, back, _mode).Pad(-2, sides.Top, sides.Bottom, _mode).Pad(-1, sides.Left, sides.Right, _mode)
            .Conv3d(Weight, Bias, _stride, 0, _dilation, _groups);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[1] * _groups} → {Weight.Shape[0]}, kernel {_kernel}";
}
