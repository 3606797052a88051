using System.Text;

namespace Kobai.Layers;

/// <summary>A convolution of images with learned kernels, plus a bias for each output.</summary>
/// <remarks>
/// <para>Images have the shape (images, channels, height, width). See <c>Conv2d</c> of a tensor for the formula and the
/// size of the result.</para>
/// <para>Kernels and bias start uniform in ±1/√(channels / groups · kernel height · kernel width), drawn as PyTorch draws
/// them: the same seed gives the same bits.</para>
/// <example><code>
/// Tensor images = Tensor.Zeros([64, 1, 28, 28]);
/// new Conv2d(1, 6, kernel: 5).Forward(images)                           // shape (64, 6, 24, 24)
/// new Conv2d(1, 6, kernel: 5, padding: Padding.Same).Forward(images)    // shape (64, 6, 28, 28)
/// new Conv2d(1, 6, kernel: (3, 5), stride: 2, padding: 1).Forward(images)   // shape (64, 6, 14, 13)
/// </code></example>
/// </remarks>
public sealed class Conv2d : Layer
{
    readonly Pair _kernel, _stride, _dilation;
    readonly Padding _padding;
    readonly Padding.Sides _sides;
    readonly PaddingMode _mode;
    readonly int _groups;

    /// <summary>Makes a layer with freshly drawn kernels.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output, each with a kernel of its own.</param>
    /// <param name="kernel">The size of the kernels.</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">Rows and columns added around each plane, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
    /// <param name="groups">
    /// Into how many groups inputs and outputs are split; with as many groups as inputs the layer is depthwise.
    /// </param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="mode">What padding is made of.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size, stride or dilation is not positive, or padding is negative.</exception>
    /// <exception cref="ArgumentException">
    /// The groups do not divide inputs and outputs, or padding is “same” at another stride than 1.
    /// </exception>
    public Conv2d(
        int inputs, int outputs, Pair kernel, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1,
        bool bias = true, PaddingMode mode = PaddingMode.Zeros, DType type = DType.Float32, Generator? generator = null)
        : this(
            InitialWeights.KaimingUniform(
                KernelShape(inputs, outputs, kernel, groups), inputs / groups * kernel.Height * kernel.Width, type, generator ?? Generator.Default),
            bias
                ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(inputs / groups * kernel.Height * kernel.Width), type, generator ?? Generator.Default)
                : null,
            stride, padding, dilation, groups, mode)
    {
    }

    /// <summary>Makes a layer of given kernels and bias.</summary>
    /// <param name="weight">The kernels, of shape (outputs, inputs / groups, kernel height, kernel width).</param>
    /// <param name="bias">A number for each output, or null for none.</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">Rows and columns added around each plane, or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
    /// <param name="groups">Into how many groups inputs and outputs are split.</param>
    /// <param name="mode">What padding is made of.</param>
    /// <exception cref="ArgumentOutOfRangeException">A stride, dilation or number of groups is not positive.</exception>
    public Conv2d(
        Tensor weight, Tensor? bias = null, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1,
        PaddingMode mode = PaddingMode.Zeros)
    {
        if (weight.Rank != 4)
            throw new ShapeException($"Conv2d: weight must be (outputs, inputs / groups, height, width); weight is {weight.Shape}.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        (Weight, Bias) = (weight.RequireGradient(), bias?.RequireGradient());
        _kernel = ((int)weight.Shape[2], (int)weight.Shape[3]);
        _stride = Pair.Positive("Conv2d", nameof(stride), stride);
        _dilation = Pair.Positive("Conv2d", nameof(dilation), dilation);
        _sides = padding.Around("Conv2d", _kernel, _stride, _dilation);
        (_padding, _groups, _mode) = (padding, groups, mode);
    }

    /// <summary>The kernels, of shape (outputs, inputs / groups, kernel height, kernel width).</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <summary>The images convolved with every kernel: (images, outputs, rows, columns).</summary>
    /// <exception cref="ShapeException">The input has other channels, or the kernel does not fit into the padded planes.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (_mode == PaddingMode.Zeros) return x.Conv2d(Weight, Bias, _stride, _padding, _dilation, _groups);
        return x.Pad(-2, _sides.Top, _sides.Bottom, _mode).Pad(-1, _sides.Left, _sides.Right, _mode)
            .Conv2d(Weight, Bias, _stride, 0, _dilation, _groups);
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        var text = new StringBuilder($"{Weight.Shape[1] * _groups} → {Weight.Shape[0]}, kernel {_kernel}");
        if (_stride != 1) text.Append(", stride ").Append(_stride);
        if (_padding != 0) text.Append(", padding ").Append(_padding);
        if (_mode != PaddingMode.Zeros) text.Append(' ').Append(_mode);
        if (_dilation != 1) text.Append(", dilation ").Append(_dilation);
        if (_groups != 1) text.Append(", groups ").Append(_groups);
        return text.Append(Bias is null ? ", no bias" : "").ToString();
    }

    static Shape KernelShape(int inputs, int outputs, Pair kernel, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        Pair.Positive("Conv2d", nameof(kernel), kernel);
        return inputs % groups == 0 && outputs % groups == 0
            ? [outputs, inputs / groups, kernel.Height, kernel.Width]
            : throw new ArgumentException(
                $"Conv2d: groups must divide inputs and outputs; inputs is {inputs}, outputs is {outputs}, groups is {groups}.", nameof(groups));
    }
}
