using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>Divergences and likelihoods of distributions, and losses of several yes-or-no answers.</summary>
static class LikelihoodLosses
{
    public static IEnumerable<JudgedLoss> All => [KullbackLeibler, Gaussian, BinaryFocal, MultiLabelSoftMargin, Ordinal, Brier];

    static JudgedLoss KullbackLeibler => new("KullbackLeibler", "input", "target")
    {
        Compute = (s, x) => Loss.KullbackLeibler(x[0], x[1], s.Flag("log_target"), Reduction.None),
        Define = row =>
        {
            Term?[] x = row.Inputs[0], t = row.Inputs[1];
            if (t[0] is not { } target || (!row.Flag("log_target") && target.Value.IsZero)) return [0];
            return [row.Flag("log_target") ? Term.Exp(target) * (target - x[0]!) : target * (Term.Log(target) - x[0]!)];
        },
        Samples = draw =>
        {
            double[] x = draw.Many(draw.Count, () => -draw.Positive());
            double[] t = Array.ConvertAll(x, v => draw.Chance(0.3) ? Math.Abs(draw.Near(Math.Exp(v))) : draw.Probability());
            double[] logs = Array.ConvertAll(x, v => draw.Chance(0.3) ? Math.Min(0, draw.Near(v)) : -draw.Positive());
            double[] positive = Array.ConvertAll(t, v => v > 0 ? v : 1);
            double[] impossible = Array.ConvertAll(t, v => v == 0 ? double.NegativeInfinity : -1.0);
            return
            [
                PairLosses.Elements(draw, [x, positive], ("log_target", 0)),
                PairLosses.Elements(draw, [x, logs], ("log_target", 1)),
                PairLosses.Elements(draw, [impossible, t], ("log_target", 0)) with { Tracked = 1 },
            ];
        },
    };

    static JudgedLoss Gaussian => new("GaussianNegativeLogLikelihood", "mean", "target", "variance")
    {
        Compute = (s, x) => Loss.GaussianNegativeLogLikelihood(x[0], x[1], x[2], s.Flag("full"), s.Number("eps"), Reduction.None),
        Define = row =>
        {
            Term x = row[0][0], t = row[1][0], least = row.Number("eps");
            // Below ε the variance counts as ε, and its gradient is the one there.
            Term given = row[2][0], v = given.Value < least.Value ? Term.Custom(least.Value, (given, 1)) : given;
            Term loss = Term.Log(v) + Term.Square(x - t) / v;
            return [(row.Flag("full") ? loss + Term.Log(2 * Term.Custom(Precise.Pi)) : loss) / 2];
        },
        Samples = draw =>
            from full in new[] { 0, 1 }
            let v = draw.Many(draw.Count, () => draw.Positive())
            let x = draw.Many(draw.Count, () => draw.Real())
            // The two terms cancel where d² = −v ln v, the gradient by v where d² = v.
            let t = x.Zip(v, (x, v) => draw.Below(5) switch
            {
                0 => draw.Near(x),
                1 when v is > 1e-6 and < 1 => draw.Near(x - Math.Sqrt(-v * Math.Log(v))),
                2 => draw.Near(Math.Max(x, -draw.Huge) + Math.Sqrt(v)),
                _ => draw.Real(),
            }).ToArray()
            select PairLosses.Elements(draw, [x, t, v], ("full", full), ("eps", 1e-6)),
    };

    static JudgedLoss BinaryFocal => new("BinaryFocal", "logits", "target")
    {
        IsComposedInTorch = true,
        Compute = (s, x) => Loss.BinaryFocal(x[0], x[1], s.Number("gamma"), s.Number("alpha") is var a and >= 0 ? a : null, Reduction.None),
        Define = row =>
        {
            Term x = row[0][0], t = row[1][0], alpha = row.Number("alpha");
            var entropy = t * Term.Softplus(-x) + (1 - t) * Term.Softplus(x);
            var wrong = Sigmoid(x) * (1 - t) + Sigmoid(-x) * t;
            var loss = Term.Pow(wrong, row.Number("gamma")) * entropy;
            return [row.Number("alpha") < 0 ? loss : (alpha * t + (1 - alpha) * (1 - t)) * loss];
        },
        Samples = draw =>
            from gamma in new[] { 2, 0, 0.5, 5 }
            from alpha in new[] { -1, 0.25 }
            let x = draw.Many(draw.Count, () => draw.Real(1e4))
            let t = Array.ConvertAll(x, v => draw.Chance(0.1) ? draw.Round(PairLosses.Sigmoid(v)) : draw.SoftTarget())
            select PairLosses.Elements(draw, [x, t], ("gamma", gamma), ("alpha", alpha)),
    };

    static JudgedLoss MultiLabelSoftMargin => new("MultiLabelSoftMargin", "logits", "target")
    {
        Compute = (s, x) => Loss.MultiLabelSoftMargin(x[0], x[1], s.Constant("weight"), Reduction.None),
        Define = row =>
        {
            Term[] x = row[0], t = row[1], w = row.Constant("weight", x.Length);
            return [Term.Sum(Enumerable.Range(0, x.Length).Select(c => w[c] * (t[c] * Term.Softplus(-x[c]) + (1 - t[c]) * Term.Softplus(x[c])))) / x.Length];
        },
        Samples = draw =>
            from classes in new[] { 1, 3, 7 }
            let rows = 1 + draw.Count / classes
            let sample = Rows(draw, rows, classes, () => draw.Real(), draw.SoftTarget)
            select classes < 7 ? sample : sample with { Constants = new() { ["weight"] = new([classes], draw.Many(classes, () => draw.Round(3 * draw.Uniform()))) } },
    };

    static JudgedLoss Ordinal => new("Ordinal", "logits")
    {
        IsComposedInTorch = true,
        Compute = (s, x) => Loss.Ordinal(x[0], s.LabelsOf("labels"), Reduction.None),
        Define = row => [Term.Sum(row[0].Select((x, k) => Term.Softplus(row.Labels()[0] > k ? -x : x)))],
        Samples = draw =>
            from ranks in new[] { 2, 6 }
            let rows = 1 + draw.Count / ranks
            select Rows(draw, rows, ranks - 1, () => draw.Real()) with { Labels = Labels(draw, rows, ranks) },
    };

    static JudgedLoss Brier => new("Brier", "probabilities")
    {
        IsComposedInTorch = true,
        Compute = (s, x) => Loss.Brier(x[0], s.LabelsOf("labels"), Reduction.None),
        Define = row => [Term.Sum(row[0].Select((p, c) => Term.Square(p - (c == row.Labels()[0] ? 1 : 0))))],
        Samples = draw =>
            from classes in new[] { 2, 5 }
            let rows = 1 + draw.Count / classes
            select Rows(draw, rows, classes, draw.Probability) with { Labels = Labels(draw, rows, classes) },
    };

    /// <summary>Inputs of N rows of numbers.</summary>
    public static Sample Rows(Draw draw, int rows, int size, params Func<double>[] inputs) =>
        new(draw.Type, rows, Array.ConvertAll(inputs, input => new Column([rows, size], draw.Many(rows * size, input))));

    /// <summary>One label for each row.</summary>
    public static Dictionary<string, Column> Labels(Draw draw, int rows, int classes) =>
        new() { ["labels"] = new([rows], draw.Many(rows, () => draw.Below(classes))) };

    static Term Sigmoid(Term x)
    {
        Precise y = Precise.Sigmoid(x.Value);
        return Term.Custom(y, (x, y * Precise.Sigmoid(-x.Value)));
    }
}
