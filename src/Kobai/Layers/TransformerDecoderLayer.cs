namespace Kobai.Layers;

/// <summary>
/// Self-attention, attention to a memory, then two linear maps with an activation between them, each with a normalization and added to
/// its input.
/// </summary>
/// <remarks>
/// <para>Parameters have PyTorch's names and initial bits; inputs are batch first. A language model without a memory is made of
/// <see cref="TransformerEncoderLayer"/> with a causal mask.</para>
/// <para>Source: Vaswani et al., "Attention Is All You Need", arXiv:1706.03762.</para>
/// <example><code>
/// var layer = new TransformerDecoderLayer(size: 16, heads: 4, inner: 64);
/// layer.Forward(Tensor.Zeros([2, 3, 16]), memory: Tensor.Zeros([2, 7, 16]), AttentionMask.Causal)   // shape (2, 3, 16)
/// </code></example>
/// </remarks>
public sealed class TransformerDecoderLayer : Layer
{
    readonly bool _normFirst;
    readonly Layer _activation;
    readonly Dropout _dropout;

    /// <summary>Makes a layer with freshly drawn weights.</summary>
    /// <param name="size">The number of features, those of the memory included.</param>
    /// <param name="heads">The number of heads of both attentions, which divides the size.</param>
    /// <param name="inner">The features between the two linear maps.</param>
    /// <param name="dropout">The probability of dropout in the attentions, between the maps and before each addition.</param>
    /// <param name="activation">What lies between the maps; <see cref="Relu"/> by default.</param>
    /// <param name="normFirst">Whether normalization comes before attentions and maps, not after.</param>
    /// <param name="epsilon">ε of the normalizations.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where weights and dropout are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public TransformerDecoderLayer(
        int size, int heads, int inner = 2048, double dropout = 0.1, Layer? activation = null, bool normFirst = false,
        double epsilon = 1e-5, DType type = DType.Float32, Generator? generator = null)
    {
        SelfAttn = new(size, heads, dropout, type: type, generator: generator);
        MultiheadAttn = new(size, heads, dropout, type: type, generator: generator);
        Linear1 = new(size, inner, type: type, generator: generator);
        Linear2 = new(inner, size, type: type, generator: generator);
        Norm1 = new([size], epsilon, type: type);
        Norm2 = new([size], epsilon, type: type);
        Norm3 = new([size], epsilon, type: type);
        (_normFirst, _activation, _dropout) = (normFirst, activation ?? new Relu(), new(dropout, generator));
    }

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiHeadAttention SelfAttn { get; }

    /// <summary>The attention of the sequence to the memory.</summary>
    public MultiHeadAttention MultiheadAttn { get; }

    /// <summary>The first linear map, to the inner features.</summary>
    public Linear Linear1 { get; }

    /// <summary>The second linear map, back from the inner features.</summary>
    public Linear Linear2 { get; }

    /// <summary>The normalization of the self-attention.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>The normalization of the attention to the memory.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>The normalization of the maps.</summary>
    public LayerNorm Norm3 { get; }

    /// <summary>The result for a sequence that is its own memory.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The result for (N, length, size) or (length, size).</summary>
    /// <param name="x">The sequence.</param>
    /// <param name="memory">What is attended to, as a rule the result of an encoder; (N, length of its own, size).</param>
    /// <param name="mask">Which places of the sequence each place sees.</param>
    /// <param name="memoryMask">Which places of the memory each place sees.</param>
    /// <param name="cache">The keys and values of earlier steps, to which those of this step are added.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor memory, AttentionMask? mask = null, AttentionMask? memoryMask = null, KeyValueCache? cache = null)
    {
        if (_normFirst)
        {
            x += Attend(Norm1.Forward(x));
            x += Remember(Norm2.Forward(x));
            return x + Map(Norm3.Forward(x));
        }
        x = Norm1.Forward(x + Attend(x));
        x = Norm2.Forward(x + Remember(x));
        return Norm3.Forward(x + Map(x));

        Tensor Attend(Tensor x) => _dropout.Forward(SelfAttn.Forward(x, x, x, mask, cache));

        Tensor Remember(Tensor x) => _dropout.Forward(MultiheadAttn.Forward(x, memory, memory, memoryMask));
    }

    Tensor Map(Tensor x) => _dropout.Forward(Linear2.Forward(_dropout.Forward(_activation.Forward(Linear1.Forward(x)))));
}
