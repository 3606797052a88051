using Kobai.Data;

namespace Kobai;

/// <summary>Random parts of a dataset that share no example: to train, to validate, to test.</summary>
public static class Splitting
{
    extension<TTarget>(Dataset<TTarget> data)
    {
        /// <summary>Two random parts: a fraction of the examples, and the rest.</summary>
        /// <exception cref="ArgumentException">The fraction is not in [0, 1].</exception>
        /// <example><code>
        /// var (train, test) = data.Split(0.75, new Generator(7));
        /// (train.Count, test.Count)   // (3, 1)
        /// </code></example>
        public (Dataset<TTarget> First, Dataset<TTarget> Second) Split(double fraction, Generator? generator = null)
        {
            var parts = data.Split([fraction, 1 - fraction], generator);
            return (parts[0], parts[1]);
        }

        /// <summary>Random parts of given fractions, as PyTorch's <c>random_split</c> with the same seed makes
        /// them.</summary>
        /// <param name="fractions">They must sum to 1. Part i has ⌊fᵢ n⌋ examples; those left go to the first parts,
        /// one each.</param>
        /// <param name="generator">Where the order is drawn from; <see cref="Generator.Default"/> if none is
        /// given.</param>
        /// <exception cref="ArgumentException">A fraction is negative, or they do not sum to 1.</exception>
        /// <example><code>
        /// data.Split([0.5, 0.25, 0.25]).Select(part =&gt; part.Count)   // [2, 1, 1]
        /// </code></example>
        public Dataset<TTarget>[] Split(ReadOnlySpan<double> fractions, Generator? generator = null)
        {
            CheckFractions(fractions);
            int[] order = (generator ?? Generator.Default).Permutation(data.Count), counts = Counts(data.Count, fractions);
            var parts = new Dataset<TTarget>[counts.Length];
            for (int i = 0, start = 0; i < parts.Length; start += counts[i++])
                parts[i] = new Picked<TTarget>(data, order[start..(start + counts[i])]);
            return parts;
        }
    }

    extension(Dataset<Labels> data)
    {
        /// <summary>Two random parts with the same shares of classes: a fraction of the examples, and the
        /// rest.</summary>
        /// <exception cref="ArgumentException">The fraction is not in [0, 1], or an example has not one
        /// label.</exception>
        /// <example><code>
        /// var (train, test) = data.StratifiedSplit(0.5, new Generator(7));
        /// test.All().Target.Values.ToArray().Order()   // [0, 1]
        /// </code></example>
        public (Dataset<Labels> First, Dataset<Labels> Second) StratifiedSplit(double fraction, Generator? generator = null)
        {
            var parts = data.StratifiedSplit([fraction, 1 - fraction], generator);
            return (parts[0], parts[1]);
        }

        /// <summary>Random parts of given fractions, each with the shares of classes of the whole.</summary>
        /// <remarks>
        /// The classes stand one after another, each in random order, and are dealt to the part that is farthest below
        /// its fraction: no part strays from its fraction of a class by two examples. The parts keep the order of the
        /// whole.
        /// </remarks>
        /// <param name="fractions">They must sum to 1.</param>
        /// <param name="generator">Where the orders are drawn from; <see cref="Generator.Default"/> if none is
        /// given.</param>
        /// <exception cref="ArgumentException">
        /// A fraction is negative, they do not sum to 1, or an example has not one label.
        /// </exception>
        /// <example><code>
        /// data.StratifiedSplit([0.5, 0.5]).Select(part =&gt; part.Count)   // [2, 2]
        /// </code></example>
        public Dataset<Labels>[] StratifiedSplit(ReadOnlySpan<double> fractions, Generator? generator = null)
        {
            CheckFractions(fractions);
            var order = Strata.Of(data).SelectMany(own => Strata.Shuffled(own, generator ?? Generator.Default));
            var parts = new List<int>[fractions.Length];
            for (int i = 0; i < parts.Length; i++) parts[i] = [];
            int dealt = 0;
            foreach (int place in order)
            {
                dealt++;
                int next = 0;
                for (int i = 1; i < parts.Length; i++)
                {
                    if (fractions[i] * dealt - parts[i].Count > fractions[next] * dealt - parts[next].Count) next = i;
                }
                parts[next].Add(place);
            }
            return [.. parts.Select(part => new Picked<Labels>(data, [.. part.Order()]))];
        }
    }

    static void CheckFractions(ReadOnlySpan<double> fractions)
    {
        double sum = 0;
        bool right = true;
        foreach (double fraction in fractions)
        {
            right &= fraction >= 0;
            sum += fraction;
        }
        if (!right || !(Math.Abs(sum - 1) < 1e-9))
            throw new ArgumentException(
                $"Split: fractions must be 0 or more and sum to 1; got {string.Join(", ", fractions.ToArray())}.");
    }

    static int[] Counts(int count, ReadOnlySpan<double> fractions)
    {
        var counts = new int[fractions.Length];
        int left = count;
        for (int i = 0; i < counts.Length; i++) left -= counts[i] = (int)Math.Floor(count * fractions[i]);
        for (int i = 0; i < left; i++) counts[i % counts.Length]++;
        return counts;
    }
}
