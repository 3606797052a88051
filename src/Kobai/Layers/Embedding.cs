namespace Kobai.Layers;

/// <summary>A learned vector for each of a number of words, classes or other things that are counted.</summary>
/// <remarks>
/// Rows start from the standard normal distribution, drawn as PyTorch draws them; the padding row starts as zeros and stays.
/// <example><code>
/// var layer = new Embedding(1000, 16, padding: 0);
/// layer.Forward(Labels.From([5L, 17, 0, 3, 0, 0], [2, 3]))   // shape (2, 3, 16)
/// </code></example>
/// </remarks>
public sealed class Embedding : Layer
{
    readonly int? _padding;

    /// <summary>Makes a layer with freshly drawn rows.</summary>
    /// <param name="rows">How many things there are; they are numbered from 0.</param>
    /// <param name="width">The length of each vector.</param>
    /// <param name="padding">The number that stands for nothing, whose vector is 0 and is not trained; none by default.</param>
    /// <param name="type">The type of the vectors.</param>
    /// <param name="generator">Where the rows are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the padding is not the number of a row.</exception>
    public Embedding(int rows, int width, int? padding = null, DType type = DType.Float32, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        CheckPadding(padding, rows);
        _padding = padding;
        Weight = InitialWeights.Normal([rows, width], type, generator ?? Generator.Default);
        if (padding is { } row) Kernel.Fill(Weight.View([width], [1], (nint)row * width), 0);
    }

    /// <summary>Makes a layer of given rows, which are trained further.</summary>
    /// <param name="weight">The vectors, of shape (rows, width).</param>
    /// <param name="padding">The number whose vector is not trained; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The padding is not the number of a row.</exception>
    public Embedding(Tensor weight, int? padding = null)
    {
        if (weight.Rank != 2) throw new ShapeException($"Embedding: the table must be a matrix; table is {weight.Shape}.");
        CheckPadding(padding, weight.Shape[0]);
        _padding = padding;
        Weight = weight.RequireGradient();
    }

    /// <summary>The vectors, of shape (rows, width).</summary>
    public Tensor Weight { get; }

    /// <summary>The vector of each number, as a new last axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not that of a row.</exception>
    public Tensor Forward(Labels index) => Weight.Embedding(index, _padding);

    /// <summary>The vector of each number, as a new last axis; the elements of x must be whole numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An element is not the number of a row.</exception>
    public override Tensor Forward(Tensor x) => Forward(Numbers("Embedding", x));

    /// <inheritdoc/>
    protected override string Describe() => $"{Weight.Shape[0]} × {Weight.Shape[1]}{(_padding is null ? "" : $", padding {_padding}")}";

    /// <summary>The elements of a tensor as numbers of rows.</summary>
    internal static Labels Numbers(string op, Tensor x)
    {
        double[] values = x.ToArray<double>();
        foreach (double value in values)
        {
            if (value != Math.Floor(value))
                throw new ArgumentOutOfRangeException(nameof(x), $"{op}: the elements of x must be whole numbers; one is {value}.");
        }
        return Labels.From(Array.ConvertAll(values, value => (long)value), x.Shape);
    }

    static void CheckPadding(int? padding, nint rows)
    {
        if (padding < 0 || padding >= rows)
        {
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"Embedding: the padding must be the number of a row; it is {padding}, and there are {rows} rows.");
        }
    }
}
