namespace Kobai.Judging;

/// <summary>How far the library and PyTorch are from the truth, at worst, for one number of one loss in one element type.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="What">Its value, or the input that a gradient is by.</param>
/// <param name="Type">The element type.</param>
/// <param name="Ours">The verdict on the library.</param>
/// <param name="Theirs">The verdict on PyTorch; null where it was not asked.</param>
sealed record Comparison(JudgedLoss Loss, string What, DType Type, Verdict Ours, Verdict? Theirs)
{
    /// <summary>Judges losses in both element types on all their samples.</summary>
    public static IEnumerable<Comparison> Of(IReadOnlyList<JudgedLoss> losses, int elements, bool withTorch)
    {
        var jobs = (from loss in losses
                    from type in Enum.GetValues<DType>()
                    select (Loss: loss, Type: type, Samples: loss.Samples(new Draw(type, elements)).ToArray())).ToList();
        // One start of Python answers all.
        var answers = new Queue<Answer>(withTorch ? Torch.Ask(jobs.SelectMany(job => job.Samples.Select(sample => (job.Loss.Method, sample)))) : []);
        foreach (var (loss, type, samples) in jobs)
        {
            Truth[] truths = Array.ConvertAll(samples, loss.Judge);
            Verdict[] ours = Worst(loss, samples, truths, Array.ConvertAll(samples, loss.Ask));
            Verdict[]? theirs = withTorch ? Worst(loss, samples, truths, Array.ConvertAll(samples, _ => answers.Dequeue())) : null;
            for (int i = 0; i < ours.Length; i++)
                yield return new(loss, i == 0 ? "value" : $"∂/∂{loss.Inputs[i - 1]}", type, ours[i], theirs?[i]);
        }
    }

    static Verdict[] Worst(JudgedLoss loss, Sample[] samples, Truth[] truths, Answer[] answers) =>
        samples.Select((sample, i) => Verdict.Of(loss, sample, truths[i], answers[i])).Aggregate((a, b) => [.. Merge(a, b)]);

    // A sample may track fewer inputs than another.
    static IEnumerable<Verdict> Merge(Verdict[] a, Verdict[] b)
    {
        for (int i = 0; i < Math.Max(a.Length, b.Length); i++)
            yield return (i < a.Length ? a[i] : Verdict.None).Or(i < b.Length ? b[i] : Verdict.None);
    }
}
