namespace Kobai.Metrics;

/// <summary>Turns the scores of a binary classifier into probabilities by the rising curve that fits them
/// best.</summary>
/// <remarks>
/// The curve has the least squared error of all that never fall: neighbors that fall are put together at their mean
/// (pool adjacent violators). Between scores it is a line, beyond them it goes on level. It needs more rows than <see
/// cref="PlattScaling"/>, a thousand or so. Zadrozny, Elkan 2002, <see
/// href="https://doi.org/10.1145/775047.775151">Transforming classifier scores into accurate multiclass probability
/// estimates</see>.
/// </remarks>
/// <example><code>
/// var curve = IsotonicCalibration.Fit(Tensor.From([0.1, 0.2, 0.3, 0.4]), [0, 1, 0, 1]);
/// curve.Apply(Tensor.From([0.0, 0.25, 0.35, 0.9]))   // [0, 0.5, 0.75, 1]
/// </code></example>
public sealed class IsotonicCalibration
{
    readonly double[] _scores, _probabilities;

    IsotonicCalibration(double[] scores, double[] probabilities) => (_scores, _probabilities) = (scores, probabilities);

    /// <summary>Finds the curve for scores of rows that the model did not train on.</summary>
    /// <param name="scores">A score for each row, higher for the positive class.</param>
    /// <param name="expected">1 for a positive row, 0 for a negative one.</param>
    /// <exception cref="ArgumentException">Scores and labels differ in count, a label is not 0 or 1, or a score is not
    /// finite.</exception>
    public static IsotonicCalibration Fit(Tensor scores, Labels expected)
    {
        double[] x = CalibrationChecks.Scores(nameof(IsotonicCalibration), scores, expected);
        var points = x.Zip(expected.Values.ToArray()).GroupBy(pair => pair.First).OrderBy(group => group.Key)
            .Select(group => (Score: group.Key, Positives: (double)group.Sum(pair => pair.Second), Rows: group.Count())).ToArray();

        // Stretches of the curve at one height, each higher than the one before.
        var stretches = new Stack<(double Positives, int Rows, int Points)>();
        foreach (var point in points)
        {
            (double Positives, int Rows, int Points) last = (point.Positives, point.Rows, 1);
            while (stretches.TryPeek(out var before) && before.Positives * last.Rows >= last.Positives * before.Rows)
            {
                stretches.Pop();
                last = (before.Positives + last.Positives, before.Rows + last.Rows, before.Points + last.Points);
            }
            stretches.Push(last);
        }
        var heights = stretches.Reverse().SelectMany(stretch => Enumerable.Repeat(stretch.Positives / stretch.Rows, stretch.Points));
        return new([.. points.Select(point => point.Score)], [.. heights]);
    }

    /// <summary>The probability of the positive class for each score.</summary>
    public Tensor Apply(Tensor scores)
    {
        double[] p = Array.ConvertAll(scores.ToArray<double>(), Height);
        return Tensor.From(p, scores.Shape).To(scores.DType);
    }

    double Height(double score)
    {
        int place = Array.BinarySearch(_scores, score);
        if (place >= 0) return _probabilities[place];
        int next = ~place;
        if (double.IsNaN(score)) return double.NaN;
        if (next == 0) return _probabilities[0];
        if (next == _scores.Length) return _probabilities[^1];
        double share = (score - _scores[next - 1]) / (_scores[next] - _scores[next - 1]);
        return _probabilities[next - 1] + share * (_probabilities[next] - _probabilities[next - 1]);
    }
}
