namespace Kobai.Data;

/// <summary>The places of the examples of each class.</summary>
static class Strata
{
    /// <summary>The places of each class, smallest label first.</summary>
    /// <exception cref="ArgumentException">An example has not one label.</exception>
    public static IReadOnlyList<int[]> Of(Dataset<Labels> data)
    {
        const int Step = 1024;
        var places = new SortedDictionary<long, List<int>>();
        for (int start = 0; start < data.Count; start += Step)
        {
            int count = Math.Min(Step, data.Count - start);
            var labels = data.Take([.. Enumerable.Range(start, count)]).Target;
            if (labels.Count != count)
                throw new ArgumentException(
                    $"Stratified: each example must have one label; {count} examples have labels {labels.Shape}.");
            for (int i = 0; i < count; i++)
            {
                if (!places.TryGetValue(labels[i], out var own)) places.Add(labels[i], own = []);
                own.Add(start + i);
            }
        }
        return [.. places.Values.Select(own => own.ToArray())];
    }

    public static int[] Shuffled(int[] places, Generator generator)
    {
        int[] shuffled = [.. places];
        generator.Shuffle<int>(shuffled);
        return shuffled;
    }

    /// <summary>All places so ordered that every stretch has the shares of classes of the whole, up to
    /// rounding.</summary>
    public static int[] Interleaved(IReadOnlyList<int[]> strata, Generator generator)
    {
        int[][] shuffled = [.. strata.Select(own => Shuffled(own, generator))];
        int total = shuffled.Sum(own => own.Length);
        // The k-th of n examples of a class belongs at the middle of the k-th of n equal stretches of the epoch.
        var at = new double[total];
        var order = new int[total];
        int filled = 0;
        foreach (int[] own in shuffled)
        {
            for (int k = 0; k < own.Length; k++, filled++) (at[filled], order[filled]) = ((k + 0.5) / own.Length, own[k]);
        }
        int[] ranks = [.. Enumerable.Range(0, total).OrderBy(i => at[i])];
        return [.. ranks.Select(i => order[i])];
    }
}
