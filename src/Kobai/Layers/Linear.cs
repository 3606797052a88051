namespace Kobai.Layers;

/// <summary>A linear map with a bias: y = x·Wᵀ + b.</summary>
/// <remarks>
/// Weights and bias start uniform in ±1/√inputs, drawn as PyTorch draws them: the same seed gives the same bits.
/// <example><code>
/// var layer = new Linear(784, 10);
/// layer.Forward(Tensor.Zeros([32, 784]))   // shape (32, 10)
/// </code></example>
/// </remarks>
public sealed class Linear : Layer
{
    /// <summary>Makes a layer with freshly drawn weights.</summary>
    /// <param name="inputs">The size of the last axis of the input.</param>
    /// <param name="outputs">The size of the last axis of the output.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Linear(int inputs, int outputs, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        generator ??= Generator.Default;
        Weight = InitialWeights.KaimingUniform([outputs, inputs], inputs, type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(inputs), type, generator) : null;
    }

    /// <summary>Makes a layer of given weights and bias.</summary>
    /// <param name="weight">W, of shape (outputs, inputs).</param>
    /// <param name="bias">b, of shape (outputs), or null for none.</param>
    public Linear(Tensor weight, Tensor? bias = null)
    {
        Weight = weight.RequireGradient();
        Bias = bias?.RequireGradient();
    }

    /// <summary>W, of shape (outputs, inputs).</summary>
    public Tensor Weight { get; }

    /// <summary>b, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <summary>y = x·Wᵀ + b over the last axis; any axes before it are a batch.</summary>
    /// <exception cref="ShapeException">The last axis is not as long as the layer has inputs.</exception>
    public override Tensor Forward(Tensor x) => x.Linear(Weight, Bias);

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[1]} → {Weight.Shape[0]}{(Bias is null ? ", no bias" : "")}";
}
