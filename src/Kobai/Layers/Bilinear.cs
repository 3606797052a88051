namespace Kobai.Layers;

/// <summary>A bilinear map of two inputs with a bias: yₒ = x₁ᵀ·Wₒ·x₂ + bₒ.</summary>
/// <remarks>
/// Weights and bias start uniform in ±1/√first, drawn as PyTorch draws them: the same seed gives the same bits.
/// <example><code>
/// new Bilinear(3, 4, 5).Forward(Tensor.Zeros([8, 3]), Tensor.Zeros([8, 4]))   // shape (8, 5)
/// </code></example>
/// </remarks>
public sealed class Bilinear : Layer
{
    /// <summary>Makes a layer with freshly drawn weights.</summary>
    /// <param name="first">The size of the last axis of x₁.</param>
    /// <param name="second">The size of the last axis of x₂.</param>
    /// <param name="outputs">The size of the last axis of the result.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where the weights are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Bilinear(int first, int second, int outputs, bool bias = true, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(first);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(second);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        generator ??= Generator.Default;
        Weight = InitialWeights.Uniform([outputs, first, second], 1 / Math.Sqrt(first), type, generator);
        Bias = bias ? InitialWeights.Uniform([outputs], 1 / Math.Sqrt(first), type, generator) : null;
    }

    /// <summary>W, of shape (outputs, first, second).</summary>
    public Tensor Weight { get; }

    /// <summary>b, of shape (outputs); null without bias.</summary>
    public Tensor? Bias { get; }

    /// <summary>The map of two inputs over their last axes; any axes before them are a batch.</summary>
    /// <exception cref="ShapeException">The batches differ, or a last axis is not as long as the layer wants.</exception>
    public Tensor Forward(Tensor first, Tensor second)
    {
        nint outputs = Weight.Shape[0], left = Weight.Shape[1], right = Weight.Shape[2];
        if (first.Rank == 0 || first.Rank != second.Rank || first.Shape[^1] != left || second.Shape[^1] != right
            || !first.Shape.Sizes[..^1].SequenceEqual(second.Shape.Sizes[..^1]))
        {
            throw new ShapeException(
                $"Bilinear: the inputs must be (…, {left}) and (…, {right}) of one batch; first is {first.Shape}, second is {second.Shape}.");
        }
        nint rows = first.Count / left;
        var products = first.Reshape(rows, left).MatMul(Weight.Transpose(0, 1).Reshape(left, outputs * right)).Reshape(rows, outputs, right);
        var y = (products * second.Reshape(rows, 1, right)).Sum(2);
        return (Bias is null ? y : y + Bias).Reshape([.. first.Shape.Sizes[..^1], outputs]);
    }

    /// <summary>The map of an input with itself.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[1]} × {Weight.Shape[2]} → {Weight.Shape[0]}{(Bias is null ? ", no bias" : "")}";
}
