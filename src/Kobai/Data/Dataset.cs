using Kobai.Data;

namespace Kobai;

/// <summary>Examples with targets, taken by their places.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
/// <remarks>
/// A dataset of one's own overrides <see cref="Count"/> and <see cref="Take(ReadOnlySpan{int})"/>.
/// <see cref="Operations"/> makes datasets of datasets: maps, parts, splits.
/// </remarks>
public abstract class Dataset<TTarget>
{
    /// <summary>The number of examples.</summary>
    public abstract int Count { get; }

    /// <summary>The names of the classes, where the source has names: label i is called <c>Classes[i]</c>.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>Whether <see cref="Take(ReadOnlySpan{int}, Generator)"/> draws numbers.</summary>
    public virtual bool IsRandom => false;

    /// <summary>The examples at some places, stacked along a first axis.</summary>
    public abstract (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places);

    /// <summary>The examples at some places; random maps draw from the generator.</summary>
    public virtual (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places, Generator generator) => Take(places);

    /// <summary>All examples, stacked along a first axis.</summary>
    /// <example><code>
    /// data.All().Target   // [0, 1, 1, 0]
    /// </code></example>
    public (Tensor Input, TTarget Target) All() => Take([.. Enumerable.Range(0, Count)]);

    /// <summary>The examples in mini-batches; enumerate again for the next epoch.</summary>
    /// <param name="size">The number of examples in a batch; the last batch holds the rest.</param>
    /// <param name="shuffle">Whether each epoch has a fresh order.</param>
    /// <param name="generator">Where orders are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <param name="prefetch">How many batches a second thread makes ahead; the batches are the same as with 0, for
    /// none.</param>
    /// <param name="cancellation">Ends an enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the number to prefetch
    /// negative.</exception>
    /// <example><code>
    /// foreach (var (x, y) in data.Batches(32, shuffle: true, prefetch: 2))
    /// {
    ///     var loss = Loss.CrossEntropy(model.Forward(x), y);
    /// }
    /// </code></example>
    public Batches<TTarget> Batches(
        int size, bool shuffle = false, Generator? generator = null, bool dropLast = false, int prefetch = 0,
        CancellationToken cancellation = default) =>
        new(this, new(size, generator, dropLast, prefetch, cancellation), Order.Of(Count, shuffle));
}

/// <summary>Makes datasets of what is in memory.</summary>
public static class Dataset
{
    /// <summary>Examples along the first axis of x, with class labels.</summary>
    /// <param name="x">The examples.</param>
    /// <param name="labels">A label for each.</param>
    /// <param name="classes">The names of the classes, if they have names.</param>
    /// <exception cref="ShapeException">There is not one label for each example.</exception>
    /// <example><code>
    /// var x = Tensor.From(new float[,] { { 0, 1 }, { 2, 3 }, { 4, 5 } });
    /// Dataset&lt;Labels&gt; data = Dataset.Of(x, [1, 0, 1]);
    /// data.Take([2, 0])   // ([[4, 5], [0, 1]], [1, 1])
    /// </code></example>
    public static Dataset<Labels> Of(Tensor x, Labels labels, IReadOnlyList<string>? classes = null)
    {
        CheckCounts(x, "labels", labels.Shape);
        return new InMemory<Labels>(x, labels, classes ?? []);
    }

    /// <summary>Examples along the first axis of x, with targets along the first axis of y.</summary>
    /// <exception cref="ShapeException">There is not one target for each example.</exception>
    public static Dataset<Tensor> Of(Tensor x, Tensor y)
    {
        CheckCounts(x, "targets", y.Shape);
        return new InMemory<Tensor>(x, y, []);
    }

    /// <summary>Items of any type, and how a list of them becomes a batch: padding, decoding, looking up.</summary>
    /// <param name="items">The items; they may as well be names of files.</param>
    /// <param name="collate">Makes the input and the target of a batch from its items.</param>
    /// <example><code>
    /// string[] words = ["a", "gradient", "net"];
    /// var lengths = Dataset.Of(words, batch =&gt;
    /// {
    ///     int[] sizes = [.. batch.Select(word =&gt; word.Length)];
    ///     return (Tensor.Zeros([batch.Count, sizes.Max()]), Labels.From(sizes));
    /// });
    /// lengths.Take([2, 0]).Input    // shape (2, 3)
    /// lengths.Take([2, 0]).Target   // [3, 1]
    /// </code></example>
    public static Dataset<TTarget> Of<TItem, TTarget>(
        IReadOnlyList<TItem> items, Func<IReadOnlyList<TItem>, (Tensor Input, TTarget Target)> collate) =>
        new Collated<TItem, TTarget>(items, collate, []);

    static void CheckCounts(Tensor x, string name, Shape y)
    {
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y[0])
        {
            throw new ShapeException(
                $"Dataset: examples and {name} must be equally many along the first axis; x is {x.Shape}, {name} is {y}.");
        }
    }
}
