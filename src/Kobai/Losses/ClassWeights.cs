namespace Kobai.Losses;

/// <summary>Factors for classes that are not equally frequent, for the weight of a loss.</summary>
public static class ClassWeights
{
    /// <summary>w_c = N / (C n_c), so that each of the C classes weighs the same in total and the mean factor of the N samples is 1.</summary>
    /// <param name="counts">How many samples each class has, n; above 0.</param>
    /// <returns>The factors; (C).</returns>
    /// <exception cref="ArgumentException">A class has no sample; the message names it.</exception>
    /// <example><code>
    /// ClassWeights.Balanced([90, 10])   // [0.5556, 5]
    /// </code></example>
    public static Tensor Balanced(ReadOnlySpan<long> counts)
    {
        long all = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] <= 0)
            {
                throw new ArgumentException(
                    $"ClassWeights.Balanced: class {i} has {counts[i]} samples; a class needs at least 1.", nameof(counts));
            }
            all = checked(all + counts[i]);
        }
        var weights = new float[counts.Length];
        for (int i = 0; i < weights.Length; i++) weights[i] = (float)(all / ((double)counts.Length * counts[i]));
        return Tensor.From(weights);
    }

    /// <summary>The balanced factors of the classes of a data set.</summary>
    /// <param name="labels">The classes of the samples, 0 … C − 1.</param>
    /// <param name="classes">C.</param>
    /// <returns>The factors; (C).</returns>
    /// <exception cref="ArgumentException">A label is no class, or a class has no sample.</exception>
    /// <example><code>
    /// Labels labels = [0, 1, 0, 0];
    /// Loss.CrossEntropy(Tensor.Zeros([4, 2]), labels, ClassWeights.Balanced(labels, 2))   // ln 2 = 0.6931
    /// </code></example>
    public static Tensor Balanced(Labels labels, int classes)
    {
        Check.Labels("ClassWeights.Balanced", labels, classes);
        var counts = new long[classes];
        foreach (long label in labels.Values) counts[label]++;
        return Balanced(counts);
    }
}
