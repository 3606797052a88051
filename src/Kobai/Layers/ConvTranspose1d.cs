namespace Kobai.Layers;

/// <summary>A transposed convolution with learned kernels, which makes lines longer, plus a bias for each output.</summary>
/// <remarks>
/// See <c>ConvTranspose1d</c> of a tensor for the formula and the size of the result. Kernels and bias start uniform in
/// ±1/√(outputs / groups · kernel length), drawn as PyTorch draws them: the same seed gives the same bits.
/// <example><code>
/// new ConvTranspose1d(8, 4, kernel: 2, stride: 2).Forward(Tensor.Zeros([1, 8, 7]))   // shape (1, 4, 14)
/// </code></example>
/// </remarks>
public sealed class ConvTranspose1d : Layer
{
    readonly int _stride, _padding, _outputPadding, _dilation, _groups;

    /// <summary>Makes a layer with freshly drawn kernels.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">The length of the kernels.</param>
    /// <param name="stride">How far apart the kernels of neighbors lie.</param>
    /// <param name="padding">Elements taken off at each end of the result.</param>
    /// <param name="outputPadding">Elements added at the end.</param>
    /// <param name="dilation">The distance of neighbors in a kernel.</param>
    /// <param name="groups">Into how many groups inputs and outputs are split.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">The groups do not divide inputs and outputs.</exception>
    public ConvTranspose1d(
        int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1,
        bool bias = true, DType type = DType.Float32, Generator? generator = null)
    {
        foreach (int number in (ReadOnlySpan<int>)[inputs, outputs, kernel, stride, dilation, groups])
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException(
                $"ConvTranspose1d: groups must divide inputs and outputs; inputs is {inputs}, outputs is {outputs}, groups is {groups}.", nameof(groups));
        }
        (_stride, _padding, _outputPadding, _dilation, _groups) = (stride, padding, outputPadding, dilation, groups);
        generator ??= Generator.Default;
        int fan = outputs / groups * kernel;
        Weight = InitialWeights.KaimingUniform([inputs, outputs / groups, kernel], fan, type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(fan), type, generator) : null;
    }

    /// <summary>The kernels, of shape (inputs, outputs / groups, kernel length).</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels.</exception>
    public override Tensor Forward(Tensor x) => x.ConvTranspose1d(Weight, Bias, _stride, _padding, _outputPadding, _dilation, _groups);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]} → {Weight.Shape[1] * _groups}, kernel {Weight.Shape[2]}";
}
