namespace Kobai.Layers;

/// <summary>A convolution of lines with learned kernels, plus a bias for each output.</summary>
/// <remarks>
/// Lines have the shape (lines, channels, length). Kernels and bias start uniform in ±1/√(channels / groups · kernel), drawn
/// as PyTorch draws them: the same seed gives the same bits.
/// <example><code>
/// new Conv1d(4, 8, kernel: 3, padding: 1).Forward(Tensor.Zeros([16, 4, 100]))   // shape (16, 8, 100)
/// </code></example>
/// </remarks>
public sealed class Conv1d : Layer
{
    readonly int _stride, _dilation, _groups;
    readonly Padding _padding;
    readonly PaddingMode _mode;
    readonly Padding.Sides _sides;

    /// <summary>Makes a layer with freshly drawn kernels.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output, each with a kernel of its own.</param>
    /// <param name="kernel">The length of the kernels.</param>
    /// <param name="stride">How far the window moves.</param>
    /// <param name="padding">Elements added at each end, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">The distance of neighbors under the window.</param>
    /// <param name="groups">Into how many groups inputs and outputs are split.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="mode">What padding is made of.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or padding is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The groups do not divide inputs and outputs, or padding is “same” at another stride than 1.
    /// </exception>
    public Conv1d(
        int inputs, int outputs, int kernel, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1,
        bool bias = true, PaddingMode mode = PaddingMode.Zeros, DType type = DType.Float32, Generator? generator = null)
    {
        foreach (int number in (ReadOnlySpan<int>)[inputs, outputs, kernel, stride, dilation, groups])
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException(
                $"Conv1d: groups must divide inputs and outputs; inputs is {inputs}, outputs is {outputs}, groups is {groups}.", nameof(groups));
        }
        (_stride, _padding, _dilation, _groups, _mode) = (stride, padding, dilation, groups, mode);
        _sides = padding.OfLines().Around("Conv1d", (1, kernel), (1, stride), (1, dilation));
        generator ??= Generator.Default;
        int fan = inputs / groups * kernel;
        Weight = InitialWeights.KaimingUniform([outputs, inputs / groups, kernel], fan, type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(fan), type, generator) : null;
    }

    /// <summary>The kernels, of shape (outputs, inputs / groups, kernel).</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels, or the kernel does not fit into the padded lines.</exception>
    public override Tensor Forward(Tensor x) => _mode == PaddingMode.Zeros
        ? x.Conv1d(Weight, Bias, _stride, _padding, _dilation, _groups)
        : x.Pad(-1, _sides.Left, _sides.Right, _mode).Conv1d(Weight, Bias, _stride, 0, _dilation, _groups);

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[1] * _groups} → {Weight.Shape[0]}, kernel {Weight.Shape[2]}";
}
