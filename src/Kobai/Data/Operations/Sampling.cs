using Kobai.Data;

namespace Kobai;

/// <summary>Mini-batches whose examples are drawn otherwise than each once in random order.</summary>
public static class Sampling
{
    extension<TTarget>(Dataset<TTarget> data)
    {
        /// <summary>Mini-batches of examples drawn with probabilities of their own, as for rare classes.</summary>
        /// <remarks>The draws are those of PyTorch's <c>WeightedRandomSampler</c> with the same seed.</remarks>
        /// <param name="size">The number of examples in a batch; the last batch holds the rest.</param>
        /// <param name="weights">A weight for each example: 0 or more; they need not sum to 1.</param>
        /// <param name="count">How many examples an epoch has; as many as the dataset, if not given.</param>
        /// <param name="replacement">Whether an example may come again in the same epoch.</param>
        /// <param name="generator">Where examples are drawn from; <see cref="Generator.Default"/> if none is
        /// given.</param>
        /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
        /// <param name="prefetch">How many batches a second thread makes ahead.</param>
        /// <param name="cancellation">Ends an enumeration.</param>
        /// <exception cref="ArgumentException">
        /// The weights are not as many as the examples, one is negative or not finite, all are 0, or fewer are above 0
        /// than examples are to be drawn without replacement.
        /// </exception>
        /// <example><code>
        /// var ones = data.WeightedBatches(2, [0, 1, 1, 0], count: 6);
        /// ones.Select(batch =&gt; batch.Target)   // [[1, 1], [1, 1], [1, 1]]
        /// </code></example>
        public Batches<TTarget> WeightedBatches(
            int size, ReadOnlySpan<double> weights, int? count = null, bool replacement = true, Generator? generator = null,
            bool dropLast = false, int prefetch = 0, CancellationToken cancellation = default)
        {
            double[] own = weights.ToArray();
            int draws = count ?? data.Count;
            Multinomial.Check(own, data.Count, draws, replacement);
            return new(data, new(size, generator, dropLast, prefetch, cancellation),
                new(draws, from => Multinomial.Draw(own, draws, replacement, from)));
        }
    }

    extension(Dataset<Labels> data)
    {
        /// <summary>Mini-batches in random order that each have the shares of classes of the whole, up to
        /// rounding.</summary>
        /// <remarks>Each example comes once in an epoch; the labels are read once, now.</remarks>
        /// <param name="size">The number of examples in a batch; the last batch holds the rest.</param>
        /// <param name="generator">Where orders are drawn from; <see cref="Generator.Default"/> if none is
        /// given.</param>
        /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
        /// <param name="prefetch">How many batches a second thread makes ahead.</param>
        /// <param name="cancellation">Ends an enumeration.</param>
        /// <exception cref="ArgumentException">An example has not one label.</exception>
        /// <example><code>
        /// data.StratifiedBatches(2).Select(batch =&gt; batch.Target.Values.ToArray().Order())   // [[0, 1], [0, 1]]
        /// </code></example>
        public Batches<Labels> StratifiedBatches(
            int size, Generator? generator = null, bool dropLast = false, int prefetch = 0, CancellationToken cancellation = default)
        {
            var strata = Strata.Of(data);
            return new(data, new(size, generator, dropLast, prefetch, cancellation),
                new(data.Count, from => Strata.Interleaved(strata, from), IsSeeded: true));
        }
    }
}
