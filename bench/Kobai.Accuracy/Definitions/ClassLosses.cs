using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>The losses of the softmax of a row of logits.</summary>
static class ClassLosses
{
    public static IEnumerable<JudgedLoss> All => [.. OfTheSoftmax, .. OfTheLabel];

    static IEnumerable<JudgedLoss> OfTheSoftmax =>
    [
        Labeled("CrossEntropy",
            (s, x, labels) => Loss.CrossEntropy(x, labels, reduction: Reduction.None),
            (_, x, t) => CrossEntropy(x, t)) with
        { Samples = draw => [.. Rows(draw), WithImpossible(draw, 8), Wide(draw, 50_257)] },
        Labeled("CrossEntropy, weights",
            (s, x, labels) => Loss.CrossEntropy(x, labels, s.Constant("weight"), reduction: Reduction.None),
            (row, x, t) => row.Constant("weight", x.Length)[t] * CrossEntropy(x, t)) with
        { Samples = draw => Rows(draw).Select(sample => WithWeights(draw, sample)) },
        Labeled("CrossEntropy, label smoothing",
            (s, x, labels) => Loss.CrossEntropy(x, labels, labelSmoothing: s.Number("label_smoothing"), reduction: Reduction.None),
            (row, x, t) => Smoothed(x, t, row.Number("label_smoothing"))) with
        {
            Samples = draw =>
                from smoothing in new[] { 0.1, 1e-8, 1 }
                from sample in Rows(draw)
                select sample with { Settings = new() { ["label_smoothing"] = smoothing } },
        },
        new("CrossEntropy, probabilities", "logits", "probabilities")
        {
            Compute = (s, x) => Loss.CrossEntropy(x[0], x[1], reduction: Reduction.None),
            Define = row =>
            {
                var all = Term.LogSumExp(row[0]);
                return [Term.Dot(row[1], row[0].Select(x => all - x))];
            },
            Samples = draw =>
                from classes in new[] { 2, 3, 10 }
                let rows = Math.Max(1, draw.Count / classes)
                let x = Enumerable.Range(0, rows).Select(_ => draw.Logits(classes)).ToArray()
                let t = x.Select(row => draw.Chance(0.3) ? Softmax(draw, row) : draw.Distribution(classes)).ToArray()
                select new Sample(draw.Type, rows, [new([rows, classes], [.. x.SelectMany(v => v)]), new([rows, classes], [.. t.SelectMany(v => v)])]),
        },
    ];

    static IEnumerable<JudgedLoss> OfTheLabel =>
    [
        Labeled("NegativeLogLikelihood",
            (s, x, labels) => Loss.NegativeLogLikelihood(x, labels, s.Constant("weight"), reduction: Reduction.None),
            (row, x, t) => row.Constant("weight", x.Length)[t] * -x[t]) with
        {
            Samples = draw => Rows(draw)
                .Select(sample => sample with { Inputs = [sample.Inputs[0] with { Data = Array.ConvertAll(sample.Inputs[0].Data, v => -Math.Abs(v)) }] })
                .SelectMany(sample => new[] { sample, WithWeights(draw, sample) }),
        },
        Labeled("Focal",
            (s, x, labels) => Loss.Focal(x, labels, s.Number("gamma"), reduction: Reduction.None),
            (row, x, t) => Term.Pow(Others(x, t), row.Number("gamma")) * CrossEntropy(x, t)) with
        { IsComposedInTorch = true, Samples = draw => With(draw, "gamma", 2, 0.5, 5) },
        Labeled("GeneralizedCrossEntropy",
            (s, x, labels) => Loss.GeneralizedCrossEntropy(x, labels, s.Number("q"), Reduction.None),
            (row, x, t) => (1 - Term.Exp(-row.Number("q") * CrossEntropy(x, t))) / row.Number("q")) with
        { IsComposedInTorch = true, Samples = draw => With(draw, "q", 0.7, 1, 1e-3) },
        Labeled("SymmetricCrossEntropy",
            (s, x, labels) => Loss.SymmetricCrossEntropy(x, labels, s.Number("alpha"), s.Number("beta"), s.Number("logZero"), Reduction.None),
            (row, x, t) => row.Number("alpha") * CrossEntropy(x, t) - row.Number("beta") * (row.Number("logZero") * Others(x, t))) with
        {
            IsComposedInTorch = true,
            Samples = draw => Rows(draw).Select(sample => sample with { Settings = new() { ["alpha"] = 0.1, ["beta"] = 1, ["logZero"] = -4 } }),
        },
        Labeled("Poly",
            (s, x, labels) => Loss.Poly(x, labels, s.Number("epsilon"), Reduction.None),
            (row, x, t) => CrossEntropy(x, t) + row.Number("epsilon") * Others(x, t)) with
        { IsComposedInTorch = true, Samples = draw => With(draw, "epsilon", 1, -0.5) },
        new("ZLoss", "logits")
        {
            IsComposedInTorch = true,
            Compute = (_, x) => Loss.ZLoss(x[0], Reduction.None),
            Define = row => [Term.Square(Term.LogSumExp(row[0]))],
            // Shifted so that the logarithm of the sum is next to 0.
            Samples = draw => Rows(draw).SelectMany(sample => new[] { sample, Shifted(draw, sample) }),
        },
    ];

    /// <summary>A loss of logits (N, C) and labels (N).</summary>
    static JudgedLoss Labeled(string name, Func<Sample, Tensor, Labels, Tensor> compute, Func<Row, Term[], int, Term> define) => new(name, "logits")
    {
        Compute = (s, x) => compute(s, x[0], s.LabelsOf("labels")),
        // A class of logit −∞ takes no part.
        Define = row =>
        {
            Term?[] x = row.Inputs[0];
            int label = row.Labels()[0];
            return [define(row, [.. x.OfType<Term>()], x.Take(label).Count(v => v is not null))];
        },
        Samples = Rows,
    };

    /// <summary>Σ over the other classes first, so that a tiny loss needs no more digits than a large one.</summary>
    public static Term CrossEntropy(Term[] x, int label) =>
        Term.LogSumExp([0, .. x.Where((_, j) => j != label).Select(other => other - x[label])]);

    // 1 − p of the label
    static Term Others(Term[] x, int label)
    {
        var all = Term.LogSumExp(x);
        return Term.Sum(x.Where((_, j) => j != label).Select(other => Term.Exp(other - all)));
    }

    static IEnumerable<Sample> With(Draw draw, string name, params double[] values) =>
        from value in values
        from sample in Rows(draw)
        select sample with { Settings = new() { [name] = value } };

    static Sample Shifted(Draw draw, Sample sample)
    {
        int classes = sample.Inputs[0].Shape[1];
        double[] x = [.. sample.Inputs[0].Data.Chunk(classes).SelectMany(row =>
        {
            double m = row.Max(), all = m + Math.Log(row.Sum(v => Math.Exp(v - m)));
            return row.Select(v => draw.Round(Math.Max(v - all, -draw.Huge)));
        })];
        return sample with { Inputs = [new(sample.Inputs[0].Shape, x)] };
    }

    public static Term Smoothed(Term[] x, int label, double smoothing)
    {
        var all = Term.LogSumExp(x);
        var share = (Term)smoothing / x.Length;
        return (1 - (Term)smoothing) * (all - x[label]) + share * Term.Sum(x.Select(v => all - v));
    }

    public static IEnumerable<Sample> Rows(Draw draw) =>
        from classes in new[] { 2, 3, 10, 100 }
        let rows = Math.Max(1, draw.Count / classes)
        select Labeled(draw, [.. Enumerable.Range(0, rows).Select(_ => draw.Logits(classes))]);

    static Sample Labeled(Draw draw, double[][] logits) =>
        new(draw.Type, logits.Length, [new([logits.Length, logits[0].Length], [.. logits.SelectMany(v => v)])])
        {
            Labels = new()
            {
                ["labels"] = new([logits.Length], [.. logits.Select(x => (double)(draw.Chance(0.5) ? Array.IndexOf(x, x.Max()) : draw.Below(x.Length)))]),
            },
        };

    static Sample WithWeights(Draw draw, Sample sample)
    {
        int classes = sample.Inputs[0].Shape[1];
        return sample with { Constants = new() { ["weight"] = new([classes], draw.Many(classes, () => draw.Round(0.01 + 3 * draw.Uniform()))) } };
    }

    static Sample WithImpossible(Draw draw, int classes)
    {
        var sample = Labeled(draw, [.. Enumerable.Range(0, 20).Select(_ => draw.Logits(classes))]);
        double[] x = sample.Inputs[0].Data;
        for (int i = 0; i < x.Length; i++)
            if (draw.Chance(0.3) && (int)sample.Labels["labels"].Data[i / classes] != i % classes) x[i] = double.NegativeInfinity;
        return sample;
    }

    static Sample Wide(Draw draw, int classes)
    {
        double[] x = draw.Many(classes, () => draw.Normal(4));
        var sample = Labeled(draw, [x, Array.ConvertAll(x, v => draw.Round(10 * v))]);
        sample.Labels["labels"].Data[1] = Array.IndexOf(x, x.Max());
        return sample;
    }

    static double[] Softmax(Draw draw, double[] x)
    {
        double m = x.Max(), sum = x.Sum(v => Math.Exp(v - m));
        return Array.ConvertAll(x, v => draw.Round(Math.Exp(v - m) / sum));
    }
}
