namespace Kobai.Judging;

/// <summary>The farthest an answer is from the truth, and where.</summary>
/// <param name="Ulps">In units of the last place; infinite for NaN.</param>
/// <param name="Exact">The exact number there.</param>
/// <param name="Got">The number of the answer there.</param>
/// <param name="Where">The inputs of the part of the batch that it is in.</param>
public sealed record Verdict(double Ulps, double Exact, double Got, string Where)
{
    public static Verdict None { get; } = new(0, 0, 0, "");

    public Verdict Or(Verdict other) => other.Ulps > Ulps ? other : this;

    /// <summary>The worst of the losses, then the worst of each gradient.</summary>
    public static Verdict[] Of(JudgedLoss loss, Sample sample, Truth truth, Answer answer) =>
    [
        Worst(loss, sample, truth.Losses, answer.Losses),
        .. truth.Gradients.Zip(answer.Gradients, (exact, got) => got is null ? None : Worst(loss, sample, exact, got)),
    ];

    static Verdict Worst(JudgedLoss loss, Sample sample, Precise[] exact, double[] got)
    {
        if (exact.Length != got.Length) throw new InvalidOperationException($"{got.Length} numbers instead of {exact.Length}.");
        bool single = sample.Type == DType.Float32;
        Precise? largest = loss.IsOfProducts ? exact.MaxBy(x => Math.Abs(x.ToDouble())) : null;
        int worst = 0;
        double most = -1;
        for (int i = 0; i < exact.Length; i++)
        {
            double ulps = exact[i].UlpsTo(got[i], single, largest);
            if (ulps > most) (most, worst) = (ulps, i);
        }
        int row = worst / (exact.Length / sample.Rows), place = worst % (exact.Length / sample.Rows);
        return new(most, exact[worst].ToDouble(), got[worst], Describe(sample, row) + (exact.Length > sample.Rows ? $", at {place}" : ""));
    }

    static string Describe(Sample sample, int row)
    {
        bool single = sample.Type == DType.Float32;
        var inputs = sample.Inputs.Select(input => Part(input, sample.Rows, row, single));
        var labels = sample.Labels.Select(pair => $"{pair.Key} {Part(pair.Value, sample.Rows, row, single)}");
        var settings = sample.Settings.Select(pair => $"{pair.Key} {pair.Value}");
        return string.Join(", ", [.. inputs, .. labels, .. settings]);
    }

    static string Part(Column column, int rows, int row, bool single)
    {
        const int most = 12;
        int size = column.Data.Length / rows;
        var part = column.Data.Skip(row * size).Take(Math.Min(size, most)).Select(x => single ? ((float)x).ToString("R") : x.ToString("R"));
        return size == 1 ? part.Single() : $"({string.Join(", ", part)}{(size > most ? ", …" : "")})";
    }
}
