namespace Kobai.Layers;

/// <summary>The mean, or the sum, of the vectors of several words: an <see cref="Embedding"/> of whole bags.</summary>
/// <remarks>
/// Rows start from the standard normal distribution, drawn as PyTorch draws them. The padding counts neither in the sum nor
/// in the number that it is divided by; a bag of nothing else gives 0.
/// <example><code>
/// var layer = new EmbeddingBag(1000, 16, padding: 0);
/// layer.Forward(Labels.From([5L, 17, 3, 8, 0, 0], [2, 3]))   // shape (2, 16)
/// </code></example>
/// </remarks>
/// <param name="rows">How many things there are; they are numbered from 0.</param>
/// <param name="width">The length of each vector.</param>
/// <param name="mean">Whether the sum is divided by the number of things in the bag.</param>
/// <param name="padding">The number that stands for nothing; none by default.</param>
/// <param name="type">The type of the vectors.</param>
/// <param name="generator">Where the rows are drawn from; <see cref="Generator.Default"/> if none is given.</param>
public sealed class EmbeddingBag(
    int rows, int width, bool mean = true, int? padding = null, DType type = DType.Float32, Generator? generator = null) : Layer
{
    readonly Embedding _rows = new(rows, width, padding, type, generator);

    /// <summary>The vectors, of shape (rows, width).</summary>
    public Tensor Weight => _rows.Weight;

    /// <summary>The mean or the sum of each bag, a row of the index: (bags, width).</summary>
    /// <param name="index">The numbers of the things in each bag, of shape (bags, most things of a bag).</param>
    /// <exception cref="ShapeException">The index is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
    public Tensor Forward(Labels index)
    {
        if (index.Shape.Rank != 2) throw new ShapeException($"EmbeddingBag: the index must be (bags, things); index is {index.Shape}.");
        var vectors = _rows.Forward(index);
        double[] counted = [.. index.Values.ToArray().Select(number => number == padding ? 0.0 : 1.0)];
        var present = Tensor.From(counted, [.. index.Shape.Sizes, 1]).To(vectors.DType);
        var sums = (vectors * present).Sum(1);
        return mean ? sums / present.Sum(1).Clamp(min: 1) : sums;
    }

    /// <summary>The mean or the sum of each row of x, whose elements must be whole numbers.</summary>
    /// <exception cref="ShapeException">x is not a matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An element is not the number of a row.</exception>
    public override Tensor Forward(Tensor x) => Forward(Embedding.Numbers("EmbeddingBag", x));

    /// <inheritdoc/>
    protected override string Describe() => mean ? "mean" : "sum";
}
