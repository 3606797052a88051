namespace Kobai.Layers;

/// <summary>The mean, the sum or the largest numbers of the vectors of several words: an <see cref="Embedding"/> of whole bags.</summary>
/// <remarks>
/// Rows start from the standard normal distribution, drawn as PyTorch draws them; the padding row starts as zeros and stays. The
/// padding counts neither in a bag nor in the number that a sum is divided by; a bag of nothing else gives 0.
/// <example><code>
/// var layer = new EmbeddingBag(1000, 16, padding: 0);
/// layer.Forward(Labels.From([5L, 17, 3, 8, 0, 0], [2, 3]))   // shape (2, 16)
/// layer.Forward([5, 17, 3, 8], offsets: [0, 3])              // shape (2, 16)
/// </code></example>
/// </remarks>
public sealed class EmbeddingBag : Layer
{
    readonly BagMode _mode;
    readonly int? _padding;

    /// <summary>Makes a layer with freshly drawn rows.</summary>
    /// <param name="rows">How many things there are; they are numbered from 0.</param>
    /// <param name="width">The length of each vector.</param>
    /// <param name="mode">What becomes of the vectors of a bag.</param>
    /// <param name="padding">The number that stands for nothing; none by default.</param>
    /// <param name="type">The type of the vectors.</param>
    /// <param name="generator">Where the rows are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the padding is not the number of a row.</exception>
    public EmbeddingBag(
        int rows, int width, BagMode mode = BagMode.Mean, int? padding = null, DType type = DType.Float32, Generator? generator = null)
    {
        (_mode, _padding) = (mode, padding);
        Weight = new Embedding(rows, width, padding, type, generator).Weight;
    }

    /// <summary>The vectors, of shape (rows, width).</summary>
    public Tensor Weight { get; }

    /// <summary>What becomes of each bag, a row of the index: (bags, width).</summary>
    /// <param name="index">The numbers of the things in each bag, of shape (bags, most things of a bag).</param>
    /// <exception cref="ShapeException">The index is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
    public Tensor Forward(Labels index)
    {
        if (index.Shape.Rank != 2) throw new ShapeException($"EmbeddingBag: the index must be (bags, things); index is {index.Shape}.");
        long things = index.Shape[1];
        return Forward(index, Labels.From([.. Enumerable.Range(0, (int)index.Shape[0]).Select(bag => bag * things)], [index.Shape[0]]));
    }

    /// <summary>What becomes of each bag, bags being of different sizes: (bags, width).</summary>
    /// <param name="index">The numbers of the things, bag after bag.</param>
    /// <param name="offsets">Where each bag begins; the first at 0.</param>
    /// <exception cref="ArgumentException">The offsets do not begin with 0, or do not ascend within the index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
    public Tensor Forward(Labels index, Labels offsets) => Weight.EmbeddingBag(index, offsets, _mode, _padding);

    /// <summary>What becomes of each row of x, whose elements must be whole numbers.</summary>
    /// <exception cref="ShapeException">x is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An element is not the number of a row.</exception>
    public override Tensor Forward(Tensor x) => Forward(Embedding.Numbers("EmbeddingBag", x));

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{Weight.Shape[0]} × {Weight.Shape[1]}, {(_mode switch { BagMode.Mean => "mean", BagMode.Sum => "sum", _ => "max" })}";
}
