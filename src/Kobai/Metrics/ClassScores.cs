namespace Kobai.Metrics;

/// <summary>Precision, recall and F-beta are shares part / whole of counts of a class; here they are averaged.</summary>
static class ClassScores
{
    /// <summary>The average over the classes of part / whole, where 0 / 0 counts as 0.</summary>
    public static double Averaged(
        string metric, ConfusionMatrix matrix, Averaging average, Func<int, (double Part, double Whole)> counts)
    {
        if (average == Averaging.Binary)
        {
            if (matrix.Classes == 2) return Share(counts(1));
            throw new ArgumentException($"{metric}: Averaging.Binary is for 2 classes; there are {matrix.Classes}. Use Macro, Micro or Weighted.");
        }
        double sum = 0, weights = 0;
        (double Part, double Whole) total = default;
        for (int label = 0; label < matrix.Classes; label++)
        {
            if (matrix.Expected(label) + matrix.Predicted(label) == 0) continue;
            var (part, whole) = counts(label);
            total = (total.Part + part, total.Whole + whole);
            double weight = average == Averaging.Weighted ? matrix.Expected(label) : 1;
            sum += weight * Share((part, whole));
            weights += weight;
        }
        return average == Averaging.Micro ? Share(total) : sum / weights;
    }

    static double Share((double Part, double Whole) counts) => counts.Whole == 0 ? 0 : counts.Part / counts.Whole;
}
