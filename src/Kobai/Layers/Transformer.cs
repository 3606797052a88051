namespace Kobai.Layers;

/// <summary>An encoder whose result is the memory of a decoder: from one sequence to another.</summary>
/// <remarks>
/// <para>Both stacks end in a normalization, and all matrices start Xavier-uniform, as PyTorch draws them. Inputs are batch first;
/// embedding, positions and the map to words are layers around it.</para>
/// <para>Source: Vaswani et al., "Attention Is All You Need", arXiv:1706.03762.</para>
/// <example><code>
/// var model = new Transformer(size: 16, heads: 4, encoderLayers: 2, decoderLayers: 2, inner: 64);
/// model.Forward(Tensor.Zeros([2, 7, 16]), Tensor.Zeros([2, 3, 16]), mask: AttentionMask.Causal)   // shape (2, 3, 16)
/// </code></example>
/// </remarks>
public sealed class Transformer : Layer
{
    /// <summary>Makes a model with freshly drawn weights.</summary>
    /// <param name="size">The number of features.</param>
    /// <param name="heads">The number of heads of each attention, which divides the size.</param>
    /// <param name="encoderLayers">The number of layers of the encoder.</param>
    /// <param name="decoderLayers">The number of layers of the decoder.</param>
    /// <param name="inner">The features between the two linear maps of a layer.</param>
    /// <param name="dropout">The probability of dropout.</param>
    /// <param name="activation">What lies between the maps; <see cref="Relu"/> by default.</param>
    /// <param name="normFirst">Whether normalization comes before attentions and maps, not after.</param>
    /// <param name="epsilon">ε of the normalizations.</param>
    /// <param name="type">The type of the parameters.</param>
    /// <param name="generator">Where weights and dropout are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the probability is outside [0, 1].</exception>
    /// <exception cref="ArgumentException">The heads do not divide the size.</exception>
    public Transformer(
        int size = 512, int heads = 8, int encoderLayers = 6, int decoderLayers = 6, int inner = 2048, double dropout = 0.1,
        Layer? activation = null, bool normFirst = false, double epsilon = 1e-5, DType type = DType.Float32, Generator? generator = null)
    {
        Encoder = new(encoderLayers, size, heads, inner, dropout, activation, normFirst, norm: true, epsilon, type: type, generator: generator);
        Decoder = new(decoderLayers, size, heads, inner, dropout, activation, normFirst, norm: true, epsilon, type, generator);
        foreach (var matrix in Parameters.Where(parameter => parameter.Rank > 1)) Initialize.XavierUniform(matrix, generator: generator);
    }

    /// <summary>The stack that reads the source.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>The stack that writes the target.</summary>
    public TransformerDecoder Decoder { get; }

    /// <summary>The result for a sequence that is source and target.</summary>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The features of the target's places; (N, L, size) or (L, size), as the target.</summary>
    /// <param name="source">What is read, (N, S, size) or (S, size).</param>
    /// <param name="target">What was written so far, (N, L, size) or (L, size).</param>
    /// <param name="sourceMask">Which places of the source each of its places sees.</param>
    /// <param name="mask">Which places of the target each of its places sees: as a rule <see cref="AttentionMask.Causal"/>.</param>
    /// <param name="memoryMask">Which places of the source each place of the target sees.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(
        Tensor source, Tensor target, AttentionMask? sourceMask = null, AttentionMask? mask = null, AttentionMask? memoryMask = null) =>
        Decoder.Forward(target, Encoder.Forward(source, sourceMask), mask, memoryMask);
}
