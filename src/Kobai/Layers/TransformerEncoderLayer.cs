namespace Kobai.Layers;

/// <summary>Self-attention, then two linear maps with an activation between them, each with a normalization and added to its input.</summary>
/// <remarks>
/// <para>Normalized after the addition, x ← norm(x + f(x)), as in the paper, or before, x ← x + f(norm(x)), which trains without a
/// warm-up: Xiong et al., "On Layer Normalization in the Transformer Architecture", arXiv:2002.04745. With a causal mask it is
/// the layer of a language model. Parameters have PyTorch's names and initial bits; inputs are batch first.</para>
/// <para>Source: Vaswani et al., "Attention Is All You Need", arXiv:1706.03762.</para>
/// <example><code>
/// var layer = new TransformerEncoderLayer(size: 16, heads: 4, inner: 64);
/// layer.Forward(Tensor.Zeros([2, 5, 16]), AttentionMask.Causal)   // shape (2, 5, 16)
/// </code></example>
/// </remarks>
public sealed class TransformerEncoderLayer : Layer
{
    readonly bool _normFirst;
    readonly Layer _activation;
    readonly Dropout _dropout;

    /// <summary>Makes a layer with freshly drawn weights.</summary>
    /// <param name="size">The number of features.</param>
    /// <param name="heads">The number of heads of the attention, which divides the size.</param>
    /// <param name="inner">The features between the two linear maps.</param>
    /// <param name="dropout">The probability of dropout in the attention, between the maps and before each addition.</param>
    /// <param name="activation">What lies between the maps; <see cref="Relu"/> by default.</param>
    /// <param name="normFirst">Whether normalization comes before attention and maps, not after.</param>
    /// <param name="epsilon">ε of the normalizations.</param>
    /// <param name="rotary">Turns queries and keys by their positions; not by default.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where weights and dropout are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public TransformerEncoderLayer(
        int size, int heads, int inner = 2048, double dropout = 0.1, Layer? activation = null, bool normFirst = false,
        double epsilon = 1e-5, RotaryPosition? rotary = null, DType type = DType.Float32, Generator? generator = null)
    {
        SelfAttn = new(size, heads, dropout, rotary: rotary, type: type, generator: generator);
        Linear1 = new(size, inner, type: type, generator: generator);
        Linear2 = new(inner, size, type: type, generator: generator);
        Norm1 = new([size], epsilon, type: type);
        Norm2 = new([size], epsilon, type: type);
        (_normFirst, _activation, _dropout) = (normFirst, activation ?? new Relu(), new(dropout, generator));
    }

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiHeadAttention SelfAttn { get; }

    /// <summary>The first linear map, to the inner features.</summary>
    public Linear Linear1 { get; }

    /// <summary>The second linear map, back from the inner features.</summary>
    public Linear Linear2 { get; }

    /// <summary>The normalization of the attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>The normalization of the maps.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>The result for (N, length, size) or (length, size), without a mask.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The result for (N, length, size) or (length, size).</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="mask">Which places each place sees.</param>
    /// <param name="cache">The keys and values of earlier steps, to which those of this step are added.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, AttentionMask? mask, KeyValueCache? cache = null)
    {
        if (_normFirst)
        {
            x += Attend(Norm1.Forward(x));
            return x + Map(Norm2.Forward(x));
        }
        x = Norm1.Forward(x + Attend(x));
        return Norm2.Forward(x + Map(x));

        Tensor Attend(Tensor x) => _dropout.Forward(SelfAttn.Forward(x, x, x, mask, cache));
    }

    Tensor Map(Tensor x) => _dropout.Forward(Linear2.Forward(_dropout.Forward(_activation.Forward(Linear1.Forward(x)))));
}
