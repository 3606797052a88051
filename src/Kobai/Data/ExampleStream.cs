using System.Collections;

namespace Kobai.Data;

/// <summary>Examples that come one after another and never lie in memory together: files of any size.</summary>
/// <typeparam name="TTarget"><see cref="Labels"/> for classes, <see cref="Tensor"/> for numbers.</typeparam>
/// <remarks>Each item holds one or more examples, stacked along a first axis. Each enumeration reads the source
/// again.</remarks>
/// <example><code>
/// IEnumerable&lt;(Tensor, Labels)&gt; Squares()
/// {
///     for (int i = 0; i &lt; 5; i++) yield return (Tensor.Full([1, 1], i * i), [i % 2]);
/// }
/// var stream = ExampleStream.Of(Squares());
/// stream.Filter((x, y) =&gt; y[0] == 0).Batches(2).Select(batch =&gt; batch.Input)   // [[[0], [4]], [[16]]]
/// </code></example>
public sealed class ExampleStream<TTarget> : IEnumerable<(Tensor Input, TTarget Target)>
{
    readonly IEnumerable<(Tensor Input, TTarget Target)> _examples;

    internal ExampleStream(IEnumerable<(Tensor Input, TTarget Target)> examples) => _examples = examples;

    /// <summary>Puts the inputs through a function.</summary>
    public ExampleStream<TTarget> Map(Func<Tensor, Tensor> input) =>
        new(_examples.Select(example => (input(example.Input), example.Target)));

    /// <summary>Puts the targets through a function; it may change their type.</summary>
    public ExampleStream<TResult> MapTarget<TResult>(Func<TTarget, TResult> target) =>
        new(_examples.Select(example => (example.Input, target(example.Target))));

    /// <summary>The examples that a function keeps.</summary>
    public ExampleStream<TTarget> Filter(Func<Tensor, TTarget, bool> keep) =>
        new(_examples.Where(example => keep(example.Input, example.Target)));

    /// <summary>The examples in random order, as far as a buffer reaches.</summary>
    /// <remarks>
    /// The buffer is filled; then each time one of it, drawn evenly, goes out and the next of the source takes its
    /// place. A buffer as large as the source shuffles it wholly; a file sorted by class needs one of many classes.
    /// </remarks>
    /// <param name="buffer">How many items wait.</param>
    /// <param name="generator">Where the order is drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is not positive.</exception>
    public ExampleStream<TTarget> Shuffle(int buffer, Generator? generator = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(buffer);
        return new(Shuffled(buffer, generator ?? Generator.Default));
    }

    /// <summary>The examples in mini-batches.</summary>
    /// <param name="size">The number of items in a batch; the last batch holds the rest.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <param name="prefetch">How many batches a second thread makes ahead.</param>
    /// <param name="cancellation">Ends an enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or the number to prefetch
    /// negative.</exception>
    public IEnumerable<(Tensor Input, TTarget Target)> Batches(
        int size, bool dropLast = false, int prefetch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegative(prefetch);
        var batches =
            from chunk in Uncanceled(cancellation).Chunk(size)
            where chunk.Length == size || !dropLast
            select (Rows.Join<Tensor>([.. chunk.Select(example => example.Input)]), Rows.Join<TTarget>([.. chunk.Select(example => example.Target)]));
        return prefetch > 0 ? Prefetch.Ahead(batches, prefetch, cancellation) : batches;
    }

    /// <summary>Goes through the examples.</summary>
    public IEnumerator<(Tensor Input, TTarget Target)> GetEnumerator() => _examples.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerable<(Tensor Input, TTarget Target)> Shuffled(int buffer, Generator generator)
    {
        // A seed is drawn at the beginning alone, so that an epoch can be begun again whatever else draws meanwhile.
        var own = new Generator(generator.NextInt64());
        var waiting = new List<(Tensor Input, TTarget Target)>();
        var place = new int[1];
        foreach (var example in _examples)
        {
            if (waiting.Count < buffer)
            {
                waiting.Add(example);
                continue;
            }
            own.Integers(place.AsSpan(), 0, buffer);
            yield return waiting[place[0]];
            waiting[place[0]] = example;
        }
        foreach (int rest in own.Permutation(waiting.Count)) yield return waiting[rest];
    }

    IEnumerable<(Tensor Input, TTarget Target)> Uncanceled(CancellationToken cancellation)
    {
        foreach (var example in _examples)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return example;
        }
    }
}

/// <summary>Makes streams of examples.</summary>
public static class ExampleStream
{
    /// <summary>The items of a source as a stream; each holds one or more examples, stacked along a first
    /// axis.</summary>
    /// <example><code>
    /// ExampleStream.Of([(Tensor.Zeros([1, 2]), Tensor.Ones([1, 1]))]).Batches(8).Single().Target   // [[1]]
    /// </code></example>
    public static ExampleStream<TTarget> Of<TTarget>(IEnumerable<(Tensor Input, TTarget Target)> examples) =>
        new(examples);
}
