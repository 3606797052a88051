namespace Kobai.Layers;

/// <summary>Layers of self-attention, attention to a memory and linear maps, one after another.</summary>
/// <remarks>
/// As in PyTorch, all layers start as copies of the first, and there is a normalization at the end if it is asked for.
/// <example><code>
/// var model = new TransformerDecoder(layers: 2, size: 16, heads: 4, inner: 64);
/// model.Forward(Tensor.Zeros([2, 3, 16]), memory: Tensor.Zeros([2, 7, 16]), AttentionMask.Causal)   // shape (2, 3, 16)
/// </code></example>
/// </remarks>
public sealed class TransformerDecoder : Layer
{
    /// <summary>Makes a stack with freshly drawn weights.</summary>
    /// <param name="layers">The number of layers.</param>
    /// <param name="size">The number of features.</param>
    /// <param name="heads">The number of heads of each attention, which divides the size.</param>
    /// <param name="inner">The features between the two linear maps of a layer.</param>
    /// <param name="dropout">The probability of dropout.</param>
    /// <param name="activation">What lies between the maps; <see cref="Relu"/> by default.</param>
    /// <param name="normFirst">Whether normalization comes before attentions and maps, not after.</param>
    /// <param name="norm">Whether the result of the last layer is normalized; with <paramref name="normFirst"/> it should be.</param>
    /// <param name="epsilon">ε of the normalizations.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where weights and dropout are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public TransformerDecoder(
        int layers, int size, int heads, int inner = 2048, double dropout = 0.1, Layer? activation = null, bool normFirst = false,
        bool norm = false, double epsilon = 1e-5, DType type = DType.Float32, Generator? generator = null)
    {
        Layers = Copies.Of(layers, () => new TransformerDecoderLayer(
            size, heads, inner, dropout, activation, normFirst, epsilon, type, generator), generator);
        Norm = norm ? new([size], epsilon, type: type) : null;
    }

    /// <summary>The layers, first to last.</summary>
    public IReadOnlyList<TransformerDecoderLayer> Layers { get; }

    /// <summary>The normalization at the end; null without.</summary>
    public LayerNorm? Norm { get; }

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
        foreach (var layer in Layers) x = layer.Forward(x, memory, mask, memoryMask, cache);
        return Norm is null ? x : Norm.Forward(x);
    }
}
