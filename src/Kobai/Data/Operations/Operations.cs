using Kobai.Data;

namespace Kobai;

/// <summary>Datasets made of datasets. Nothing is copied: the examples are read when they are taken.</summary>
public static class Operations
{
    extension<TTarget>(Dataset<TTarget> data)
    {
        /// <summary>Puts the inputs through a function when they are taken.</summary>
        /// <param name="input">
        /// It sees the inputs of any number of examples stacked along the first axis and must treat each by itself.
        /// </param>
        /// <example><code>
        /// data.Map(x =&gt; x / 10).Take([1])   // ([[0.3, 0.4, 0.5]], [1])
        /// </code></example>
        public Dataset<TTarget> Map(Func<Tensor, Tensor> input) =>
            new Mapped<TTarget, TTarget>(data, (x, y, _) => (input(x), y), isRandom: false, keepsClasses: true);

        /// <summary>Puts the inputs through a random function: an augmentation.</summary>
        /// <param name="input">
        /// As above, with a generator to draw from. <see cref="Batches{TTarget}"/> gives each batch a generator of its
        /// own, seeded by the epoch's seed and the batch's number, so that batches are the same however they are made.
        /// </param>
        /// <example><code>
        /// var noisy = data.Map((x, generator) =&gt; x + Tensor.Normal(x.Shape, generator: generator));
        /// noisy.Batches(2, prefetch: 2).Count()   // 2
        /// </code></example>
        public Dataset<TTarget> Map(Func<Tensor, Generator, Tensor> input) =>
            new Mapped<TTarget, TTarget>(data, (x, y, generator) => (input(x, generator), y), isRandom: true, keepsClasses: true);

        /// <summary>Puts the targets through a function when they are taken; it may change their type.</summary>
        /// <param name="target">It sees the targets of any number of examples and must treat each by itself.</param>
        /// <example><code>
        /// data.MapTarget(y =&gt; y.OneHot(2)).Take([1, 0]).Target   // [[0, 1], [1, 0]]
        /// </code></example>
        public Dataset<TResult> MapTarget<TResult>(Func<TTarget, TResult> target) =>
            new Mapped<TTarget, TResult>(data, (x, y, _) => (x, target(y)), isRandom: false, typeof(TResult) == typeof(TTarget));

        /// <summary>The examples that a function keeps. It is asked once for each example now, as a batch of
        /// one.</summary>
        /// <example><code>
        /// data.Filter((x, y) =&gt; y[0] == 1).Count   // 2
        /// </code></example>
        public Dataset<TTarget> Filter(Func<Tensor, TTarget, bool> keep)
        {
            var places = new List<int>();
            for (int i = 0; i < data.Count; i++)
            {
                var (x, y) = data.Take([i]);
                if (keep(x, y)) places.Add(i);
            }
            return new Picked<TTarget>(data, [.. places]);
        }

        /// <summary>The examples at some places, in that order; a place may come more than once.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no example at a place.</exception>
        /// <example><code>
        /// data.Subset([3, 1]).All().Target   // [0, 1]
        /// </code></example>
        public Dataset<TTarget> Subset(ReadOnlySpan<int> places)
        {
            Rows.CheckPlaces(places, data.Count);
            return new Picked<TTarget>(data, places.ToArray());
        }

        /// <summary>The examples in random order, the same at each enumeration.</summary>
        /// <param name="generator">Where the order is drawn from; <see cref="Generator.Default"/> if none is
        /// given.</param>
        /// <example><code>
        /// data.Shuffle(new Generator(0)).All().Input[.., 0]   // [0, 3, 9, 6]
        /// </code></example>
        public Dataset<TTarget> Shuffle(Generator? generator = null) =>
            new Picked<TTarget>(data, (generator ?? Generator.Default).Permutation(data.Count));

        /// <summary>These examples and then those of another dataset.</summary>
        /// <example><code>
        /// data.Concatenate(data).Take([3, 4]).Target   // [0, 0]
        /// </code></example>
        public Dataset<TTarget> Concatenate(Dataset<TTarget> other) => new Chain<TTarget>(data, other);
    }
}
