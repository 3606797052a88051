using Kobai.Data;

namespace Kobai;

/// <summary>Examples with targets, taken by their places.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
public abstract class Dataset<TTarget>
{
    /// <summary>The number of examples.</summary>
    public abstract int Count { get; }

    /// <summary>The examples at some places, stacked along a first axis.</summary>
    public abstract (Tensor Input, TTarget Target) Take(ReadOnlySpan<int> places);

    /// <summary>The examples in mini-batches; enumerate again for the next epoch.</summary>
    /// <param name="size">The number of examples in a batch; the last batch holds the rest.</param>
    /// <param name="shuffle">Whether each epoch has a fresh order.</param>
    /// <param name="generator">Where orders are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    /// <example><code>
    /// foreach (var (x, y) in data.Batches(32, shuffle: true))
    /// {
    ///     var loss = Loss.CrossEntropy(model.Forward(x), y);
    /// }
    /// </code></example>
    public Batches<TTarget> Batches(int size, bool shuffle = false, Generator? generator = null, bool dropLast = false) =>
        new(this, size, shuffle, generator, dropLast);
}

/// <summary>Makes datasets of what is in memory.</summary>
public static class Dataset
{
    /// <summary>Examples along the first axis of x, with class labels.</summary>
    /// <exception cref="ShapeException">There is not one label for each example.</exception>
    /// <example><code>
    /// var x = Tensor.From(new float[,] { { 0, 1 }, { 2, 3 }, { 4, 5 } });
    /// Dataset&lt;Labels&gt; data = Dataset.Of(x, [1, 0, 1]);
    /// data.Take([2, 0])   // ([[4, 5], [0, 1]], [1, 1])
    /// </code></example>
    public static Dataset<Labels> Of(Tensor x, Labels labels)
    {
        CheckCounts(x, "labels", labels.Shape);
        int width = x.Shape[0] == 0 ? 0 : (int)(labels.Count / x.Shape[0]);
        return new InMemory<Labels>(x, labels, (y, places) =>
        {
            var taken = new long[places.Length * width];
            for (int i = 0; i < places.Length; i++) y.Values.Slice(places[i] * width, width).CopyTo(taken.AsSpan(i * width));
            return Labels.Wrap(taken, Shape.Create([places.Length, .. y.Shape.Sizes[1..]]));
        });
    }

    /// <summary>Examples along the first axis of x, with targets along the first axis of y.</summary>
    /// <exception cref="ShapeException">There is not one target for each example.</exception>
    public static Dataset<Tensor> Of(Tensor x, Tensor y)
    {
        CheckCounts(x, "targets", y.Shape);
        return new InMemory<Tensor>(x, y, InMemory<Tensor>.Rows);
    }

    static void CheckCounts(Tensor x, string name, Shape y)
    {
        if (x.Rank == 0 || y.Rank == 0 || x.Shape[0] != y[0])
        {
            throw new ShapeException($"Dataset: examples and {name} must be equally many along the first axis; x is {x.Shape}, {name} is {y}.");
        }
    }
}
