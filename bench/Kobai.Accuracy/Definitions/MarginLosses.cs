using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>The losses that ask for a distance, and those of overlaps.</summary>
static class MarginLosses
{
    public static IEnumerable<JudgedLoss> All => [MarginRanking, MultiMargin, MultiLabelMargin, CosineEmbedding, TripletMargin, Dice, Jaccard, Tversky];

    static JudgedLoss MarginRanking => new("MarginRanking", "first", "second")
    {
        Compute = (s, x) => Loss.MarginRanking(x[0], x[1], x[2], s.Number("margin"), Reduction.None),
        Define = row => [Term.Hinge(-row[2][0] * (row[0][0] - row[1][0]) + row.Number("margin"))],
        Samples = draw =>
            from margin in new[] { 0, 0.1, 2 }
            let a = draw.Many(draw.Count, () => draw.Real())
            let b = Array.ConvertAll(a, v => draw.Below(3) switch { 0 => draw.Beside(v), 1 => draw.Beside(draw.Round(v + margin)), _ => draw.Real() })
            let t = draw.Many(draw.Count, () => 2 * draw.Below(2) - 1)
            select PairLosses.Elements(draw, [a, b, t], ("margin", margin)) with { Tracked = 2 },
    };

    static JudgedLoss MultiMargin => new("MultiMargin", "scores")
    {
        Compute = (s, x) => Loss.MultiMargin(x[0], s.LabelsOf("labels"), (int)s.Number("p"), s.Number("margin"), s.Constant("weight"), Reduction.None),
        Define = row =>
        {
            Term[] x = row[0];
            int t = row.Labels()[0];
            var rest = x.Where((_, i) => i != t).Select(other => Term.Relu(row.Number("margin") - x[t] + other));
            return [row.Constant("weight", x.Length)[t] * Term.Sum(row.Number("p") == 1 ? rest : rest.Select(Term.Square)) / x.Length];
        },
        Samples = draw =>
            from p in new[] { 1, 2 }
            from margin in new[] { 1, 0.1 }
            let classes = 2 + draw.Below(6)
            let rows = 1 + draw.Count / classes
            select LikelihoodLosses.Rows(draw, rows, classes, () => Score(draw)) with
            {
                Labels = LikelihoodLosses.Labels(draw, rows, classes),
                Settings = new() { ["p"] = p, ["margin"] = margin },
                Constants = p == 1 ? [] : new() { ["weight"] = new([classes], draw.Many(classes, () => draw.Round(3 * draw.Uniform()))) },
            },
    };

    static JudgedLoss MultiLabelMargin => new("MultiLabelMargin", "scores")
    {
        Compute = (s, x) => Loss.MultiLabelMargin(x[0], s.LabelsOf("labels"), Reduction.None),
        Define = row =>
        {
            Term[] x = row[0];
            int[] targets = [.. row.Labels().TakeWhile(label => label >= 0)];
            var others = Enumerable.Range(0, x.Length).Except(targets).ToList();
            return [Term.Sum(from j in targets from i in others select Term.Relu(1 - x[j] + x[i])) / x.Length];
        },
        Samples = draw =>
            from classes in new[] { 2, 5 }
            let rows = 1 + draw.Count / classes
            let labels = Enumerable.Range(0, rows).SelectMany(_ => Some(draw, classes)).ToArray()
            select LikelihoodLosses.Rows(draw, rows, classes, () => Score(draw)) with { Labels = new() { ["labels"] = new([rows, classes], labels) } },
    };

    static JudgedLoss CosineEmbedding => new("CosineEmbedding", "first", "second")
    {
        Compute = (s, x) => Loss.CosineEmbedding(x[0], x[1], x[2], s.Number("margin"), Reduction.None),
        Define = row =>
        {
            Term[] a = row[0], b = row[1];
            var cosine = Term.Dot(a, b) / Term.Sqrt((Term.Dot(a, a) + 1e-12) * (Term.Dot(b, b) + 1e-12));
            return [row[2][0].Value > 0 ? 1 - cosine : Term.Hinge(cosine - row.Number("margin"))];
        },
        Samples = draw =>
            from margin in new[] { 0.1, 0.5 }
            from size in new[] { 2, 8 }
            let rows = 1 + draw.Count / size
            let a = Enumerable.Range(0, rows).Select(_ => Vector(draw, size)).ToArray()
            let b = a.Select(row => draw.Below(3) switch { 0 => Beside(draw, row), 1 => Array.ConvertAll(row, v => draw.Round(v * 2)), _ => Vector(draw, size) }).ToArray()
            select new Sample(draw.Type, rows, [Matrix(a), Matrix(b), new([rows], draw.Many(rows, () => 2 * draw.Below(2) - 1))])
            {
                Tracked = 2,
                Settings = new() { ["margin"] = margin },
            },
    };

    static JudgedLoss TripletMargin => new("TripletMargin", "anchor", "positive", "negative")
    {
        Compute = (s, x) => Loss.TripletMargin(x[0], x[1], x[2], s.Number("margin"), s.Number("p"), s.Number("eps"), s.Flag("swap"), Reduction.None),
        Define = row =>
        {
            Term Distance(Term[] a, Term[] b)
            {
                var d = a.Zip(b, (x, y) => Term.Abs(x - y + row.Number("eps")));
                double p = row.Number("p");
                return p switch
                {
                    1 => Term.Sum(d),
                    2 => Term.Sqrt(Term.Sum(d.Select(Term.Square))),
                    _ => Term.Pow(Term.Sum(d.Select(v => Term.Pow(v, p))), 1 / (Term)p),
                };
            }
            Term near = Distance(row[0], row[1]), far = Distance(row[0], row[2]);
            if (row.Flag("swap")) far = Term.Min(far, Distance(row[1], row[2]));
            return [Term.Hinge(row.Number("margin") + near - far)];
        },
        Samples = draw =>
            from p in new[] { 2, 1, 3, 1.5 }
            from swap in new[] { 0, 1 }
            let size = 2 + draw.Below(6)
            let rows = 1 + draw.Count / size
            let triples = Enumerable.Range(0, rows).Select(_ => Triple(draw, size)).ToArray()
            select new Sample(draw.Type, rows, [.. Enumerable.Range(0, 3).Select(k => Matrix([.. triples.Select(triple => triple[k])]))])
            {
                Settings = new() { ["margin"] = p == 1 ? 0.1 : 1, ["p"] = p, ["eps"] = 1e-6, ["swap"] = swap },
            },
    };

    static JudgedLoss Dice => Overlap("Dice",
        (s, x) => Loss.Dice(x[0], x[1], s.Number("smooth"), Reduction.None),
        (row, both, p, t) => (2 * both + row.Number("smooth")) / (p + t + row.Number("smooth")),
        [("smooth", 1)], [("smooth", 1e-6)]);

    static JudgedLoss Jaccard => Overlap("Jaccard",
        (s, x) => Loss.Jaccard(x[0], x[1], s.Number("smooth"), Reduction.None),
        (row, both, p, t) => (both + row.Number("smooth")) / (p + t - both + row.Number("smooth")),
        [("smooth", 1)], [("smooth", 1e-6)]);

    static JudgedLoss Tversky => Overlap("Tversky",
        (s, x) => Loss.Tversky(x[0], x[1], s.Number("alpha"), s.Number("beta"), s.Number("smooth"), Reduction.None),
        (row, both, p, t) => (both + row.Number("smooth"))
            / (both + row.Number("alpha") * (p - both) + row.Number("beta") * (t - both) + row.Number("smooth")),
        [("alpha", 0.5), ("beta", 0.5), ("smooth", 1)], [("alpha", 0.3), ("beta", 0.7), ("smooth", 1)]);

    // 1 − overlap, from Σ p t, Σ p and Σ t.
    static JudgedLoss Overlap(
        string name, Func<Sample, Tensor[], Tensor> compute, Func<Row, Term, Term, Term, Term> overlap, params (string, double)[][] settings) =>
        new(name, "probabilities", "target")
        {
            IsComposedInTorch = true,
            Compute = compute,
            Define = row => [1 - overlap(row, Term.Dot(row[0], row[1]), Term.Sum(row[0]), Term.Sum(row[1]))],
            Samples = draw =>
                from setting in settings
                from size in new[] { 1, 4, 40, 200 }
                let rows = 1 + draw.Count / size
                let t = draw.Many(rows * size, draw.SoftTarget)
                let p = Array.ConvertAll(t, v => draw.Below(4) switch { 0 => v, 1 => Math.Clamp(draw.Near(v), 0, 1), _ => draw.Probability() })
                select new Sample(draw.Type, rows, [new([rows, size], p), new([rows, size], t)])
                {
                    Settings = setting.ToDictionary(pair => pair.Item1, pair => pair.Item2),
                },
        };

    static double Score(Draw draw) => draw.Chance(0.9) ? draw.Round(Math.Round(10 * draw.Normal()) / 10) : draw.Real();

    // Distinct labels, ended by −1.
    static IEnumerable<double> Some(Draw draw, int classes)
    {
        int[] order = [.. Enumerable.Range(0, classes).OrderBy(_ => draw.Uniform())];
        int count = draw.Below(classes + 1);
        return order.Select((label, i) => i < count ? label : -1.0);
    }

    static double[] Vector(Draw draw, int size) => Vector(draw, size, Scale(draw));

    static double[] Vector(Draw draw, int size, double scale) => draw.Many(size, () => draw.Chance(0.1) ? 0 : draw.Normal(scale));

    static double Scale(Draw draw) => draw.Below(6) switch { 0 => 1e-4, 1 => 1e3, 2 => draw.IsSingle ? 1e15 : 1e120, _ => 1 };

    // Three vectors of one size; the second often next to the first, the third to the second.
    static double[][] Triple(Draw draw, int size)
    {
        double scale = Scale(draw);
        double[] a = Vector(draw, size, scale), b = draw.Chance(0.3) ? Beside(draw, a) : Vector(draw, size, scale);
        return [a, b, draw.Chance(0.3) ? Beside(draw, b) : Vector(draw, size, scale)];
    }

    static double[] Beside(Draw draw, double[] row) => Array.ConvertAll(row, draw.Near);

    static Column Matrix(double[][] rows) => new([rows.Length, rows[0].Length], [.. rows.SelectMany(row => row)]);
}
