using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>The losses whose samples depend on one another, or on sequences.</summary>
static class BatchLosses
{
    public static IEnumerable<JudgedLoss> All => [InfoNce, LinearCrossEntropy, Ctc];

    static JudgedLoss InfoNce => new("InfoNce", "queries", "keys")
    {
        IsOfProducts = true,
        IsComposedInTorch = true,
        Compute = (s, x) => Loss.InfoNce(x[0], x[1], s.Number("temperature"), s.Flag("normalize"), s.Flag("symmetric"), Reduction.None),
        Define = row =>
        {
            int n = row.Sample.Inputs[0].Shape[0];
            Term[][] q = Vectors(row[0]), k = Vectors(row[1]);
            Term[][] logits = [.. q.Select(a => k.Select(b => Term.Dot(a, b) / row.Number("temperature")).ToArray())];
            var forward = Enumerable.Range(0, n).Select(i => ClassLosses.CrossEntropy(logits[i], i));
            if (!row.Flag("symmetric")) return forward;
            return forward.Select((loss, i) => (loss + ClassLosses.CrossEntropy([.. logits.Select(other => other[i])], i)) / 2);

            Term[][] Vectors(Term[] x)
            {
                var rows = x.Chunk(x.Length / n);
                return [.. row.Flag("normalize") ? rows.Select(Normalized) : rows];
            }
        },
        Samples = draw =>
            from normalize in new[] { 1, 0 }
            from symmetric in new[] { 0, 1 }
            from temperature in new[] { 0.1, 0.01 }
            let q = draw.Many(6 * 8, () => draw.Normal())
            let k = Array.ConvertAll(q, v => draw.Chance(0.5) ? v : draw.Normal())
            select new Sample(draw.Type, 1, [new([6, 8], q), new([6, 8], k)])
            {
                Settings = new() { ["temperature"] = normalize == 1 ? temperature : 1, ["normalize"] = normalize, ["symmetric"] = symmetric },
            },
    };

    static JudgedLoss LinearCrossEntropy => new("LinearCrossEntropy", "hidden", "classes")
    {
        IsOfProducts = true,
        IsComposedInTorch = true,
        Compute = (s, x) => Loss.LinearCrossEntropy(x[0], x[1], s.LabelsOf("labels"), s.Constant("bias"), labelSmoothing: s.Number("label_smoothing"), reduction: Reduction.None),
        Define = row =>
        {
            int size = row.Sample.Inputs[0].Shape[1];
            Term[][] hidden = [.. row[0].Chunk(size)], classes = [.. row[1].Chunk(size)];
            Term[] bias = row.Constant("bias", 0);
            int[] labels = row.Labels();
            return hidden.Select((h, i) =>
            {
                Term[] x = [.. classes.Select((c, j) => bias is [] ? Term.Dot(h, c) : Term.Dot(h, c) + bias[j])];
                double smoothing = row.Number("label_smoothing");
                return smoothing == 0 ? ClassLosses.CrossEntropy(x, labels[i]) : ClassLosses.Smoothed(x, labels[i], smoothing);
            });
        },
        Samples = draw =>
            from repeat in Enumerable.Range(0, 5)
            from smoothing in new[] { 0, 0.1 }
            from scale in new[] { 1, 5.0 }
            let labels = draw.Many(4, () => draw.Below(50))
            select new Sample(draw.Type, 1, [new([4, 16], draw.Many(4 * 16, () => draw.Normal(scale))), new([50, 16], draw.Many(50 * 16, () => draw.Normal()))])
            {
                Labels = new() { ["labels"] = new([4], labels) },
                Constants = scale == 1 ? [] : new() { ["bias"] = new([50], draw.Many(50, () => draw.Normal())) },
                Settings = new() { ["label_smoothing"] = smoothing },
            },
    };

    static JudgedLoss Ctc => new("Ctc", "logits")
    {
        Compute = (s, x) => Loss.Ctc(
            x[0], s.LabelsOf("targets"), s.LabelsOf("input_lengths"), s.LabelsOf("target_lengths"), (int)s.Number("blank"),
            fromLogits: true, reduction: Reduction.None),
        Define = row =>
        {
            int[] shape = row.Sample.Inputs[0].Shape, targets = row.Labels("targets"), steps = row.Labels("input_lengths"), lengths = row.Labels("target_lengths");
            Term[] x = [.. row[0].Chunk(shape[2]).SelectMany(LogSoftmax)];
            int batch = shape[1], classes = shape[2], longest = targets.Length / batch;
            return Enumerable.Range(0, batch).Select(n => Aligned(
                [.. Enumerable.Range(0, steps[n]).Select(t => x[((t * batch + n) * classes)..((t * batch + n + 1) * classes)])],
                targets[(n * longest)..(n * longest + lengths[n])], (int)row.Number("blank")));
        },
        Samples = draw =>
            from blank in new[] { 0, 2 }
            from scale in new[] { 1, 30.0 }
            let logits = Enumerable.Range(0, 8 * 3).Select(_ => draw.Many(5, () => draw.Normal(scale)))
            let targets = draw.Many(3 * 3, () => (blank + 1 + draw.Below(4)) % 5)
            select new Sample(draw.Type, 1, [new([8, 3, 5], [.. logits.SelectMany(row => row)])])
            {
                Labels = new()
                {
                    ["targets"] = new([3, 3], targets),
                    ["input_lengths"] = new([3], [8, 7, 6]),
                    ["target_lengths"] = new([3], [3, 2, draw.Below(2)]),
                },
                Settings = new() { ["blank"] = blank },
            },
    };

    // −ln of the summed probability of all alignments, forward through the labels with blanks between them.
    static Term Aligned(Term[][] x, int[] labels, int blank)
    {
        int[] states = [blank, .. labels.SelectMany(label => new[] { label, blank })];
        var forward = new Term?[states.Length];
        for (int t = 0; t < x.Length; t++)
        {
            var next = new Term?[states.Length];
            for (int s = 0; s < states.Length; s++)
            {
                bool skips = s > 1 && states[s] != blank && states[s] != states[s - 2];
                Term[] from = t == 0
                    ? s < 2 ? [1] : []
                    : [.. new[] { forward[s], s > 0 ? forward[s - 1] : null, skips ? forward[s - 2] : null }.OfType<Term>()];
                if (from.Length > 0) next[s] = Term.Sum(from) * Term.Exp(x[t][states[s]]);
            }
            forward = next;
        }
        return -Term.Log(Term.Sum(forward.TakeLast(2).OfType<Term>()));
    }

    static Term[] Normalized(Term[] x)
    {
        var norm = Term.Sqrt(Term.Sum(x.Select(Term.Square)));
        return Array.ConvertAll(x, v => v / norm);
    }

    static IEnumerable<Term> LogSoftmax(Term[] x)
    {
        var all = Term.LogSumExp(x);
        return x.Select(v => v - all);
    }
}
