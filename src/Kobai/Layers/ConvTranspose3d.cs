namespace Kobai.Layers;

/// <summary>A transposed convolution with learned kernels, which makes volumes larger, plus a bias for each output.</summary>
/// <remarks>
/// See <c>ConvTranspose3d</c> of a tensor for the formula and the size of the result. Kernels and bias start uniform in
/// ±1/√(outputs / groups · kernel depth · height · width), drawn as PyTorch draws them: the same seed gives the same bits.
/// <example><code>
/// new ConvTranspose3d(8, 4, kernel: 2, stride: 2).Forward(Tensor.Zeros([1, 8, 3, 7, 7]))   // shape (1, 4, 6, 14, 14)
/// </code></example>
/// </remarks>
public sealed class ConvTranspose3d : Layer
{
    readonly Triple _stride, _padding, _outputPadding, _dilation;
    readonly int _groups;

    /// <summary>Makes a layer with freshly drawn kernels.</summary>
    /// <param name="inputs">The channels of the input.</param>
    /// <param name="outputs">The channels of the output.</param>
    /// <param name="kernel">The size of the kernels.</param>
    /// <param name="stride">How far apart the kernels of neighbors lie; 1 by default.</param>
    /// <param name="padding">Planes, rows and columns taken off at each side of the result.</param>
    /// <param name="outputPadding">Planes, rows and columns added at the ends.</param>
    /// <param name="dilation">The distance of neighbors in a kernel; 1 by default.</param>
    /// <param name="groups">Into how many groups inputs and outputs are split.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    /// <exception cref="ArgumentException">The groups do not divide inputs and outputs.</exception>
    public ConvTranspose3d(
        int inputs, int outputs, Triple kernel, Triple? stride = null, Triple padding = default, Triple outputPadding = default,
        Triple? dilation = null, int groups = 1, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    {
        foreach (int number in (ReadOnlySpan<int>)[inputs, outputs, groups]) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        Triple.Positive("ConvTranspose3d", nameof(kernel), kernel);
        if (inputs % groups != 0 || outputs % groups != 0)
        {
            throw new ArgumentException(
                $"ConvTranspose3d: groups must divide inputs and outputs; inputs is {inputs}, outputs is {outputs}, groups is {groups}.", nameof(groups));
        }
        _stride = Triple.Positive("ConvTranspose3d", nameof(stride), stride);
        _dilation = Triple.Positive("ConvTranspose3d", nameof(dilation), dilation);
        (_padding, _outputPadding, _groups) = (padding, outputPadding, groups);
        generator ??= Generator.Default;
        int fan = outputs / groups * kernel.Depth * kernel.Height * kernel.Width;
        Weight = InitialWeights.KaimingUniform([inputs, outputs / groups, kernel.Depth, kernel.Height, kernel.Width], fan, type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(fan), type, generator) : null;
    }

    /// <summary>The kernels, of shape (inputs, outputs / groups, kernel depth, kernel height, kernel width).</summary>
    public Tensor Weight { get; }

    /// <summary>The bias, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input has other channels.</exception>
    public override Tensor Forward(Tensor x) => x.ConvTranspose3d(Weight, Bias, _stride, _padding, _outputPadding, _dilation, _groups);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]} → {Weight.Shape[1] * _groups}, kernel {Weight.Shape[2]} × {Weight.Shape[3]} × {Weight.Shape[4]}";
}
