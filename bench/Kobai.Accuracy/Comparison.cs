namespace Kobai.Judging;

/// <summary>How far the library and PyTorch are from the truth, at worst, for one number of one loss in one element type.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="What">Its value, or the input that a gradient is by.</param>
/// <param name="Type">The element type.</param>
/// <param name="Ours">The verdict on the library.</param>
/// <param name="Theirs">The verdict on PyTorch; null where it was not asked.</param>
sealed record Comparison(JudgedLoss Loss, string What, DType Type, Verdict Ours, Verdict? Theirs)
{
    /// <summary>Judges a loss on all its samples.</summary>
    public static IEnumerable<Comparison> Of(JudgedLoss loss, int elements, bool withTorch) => Enum.GetValues<DType>().SelectMany(type =>
    {
        Sample[] samples = [.. loss.Samples(new Draw(type, elements))];
        Truth[] truths = Array.ConvertAll(samples, loss.Judge);
        Verdict[] ours = Worst(samples, truths, Array.ConvertAll(samples, loss.Ask));
        Verdict[]? theirs = withTorch ? Worst(samples, truths, Torch.Ask(loss.Method, samples)) : null;
        return ours.Select((verdict, i) => new Comparison(loss, i == 0 ? "value" : $"∂/∂{loss.Inputs[i - 1]}", type, verdict, theirs?[i]));
    });

    static Verdict[] Worst(Sample[] samples, Truth[] truths, Answer[] answers) =>
        samples.Select((sample, i) => Verdict.Of(sample, truths[i], answers[i])).Aggregate((a, b) => [.. Merge(a, b)]);

    // A sample may track fewer inputs than another.
    static IEnumerable<Verdict> Merge(Verdict[] a, Verdict[] b)
    {
        for (int i = 0; i < Math.Max(a.Length, b.Length); i++)
            yield return (i < a.Length ? a[i] : Verdict.None).Or(i < b.Length ? b[i] : Verdict.None);
    }
}
