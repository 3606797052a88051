using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>The losses of element pairs.</summary>
static class PairLosses
{
    public static IEnumerable<JudgedLoss> All =>
    [
        Pair("SquaredError", (_, x, t) => Loss.SquaredError(x, t, Reduction.None), (_, x, t) => Term.Square(x - t)),
        Pair("AbsoluteError", (_, x, t) => Loss.AbsoluteError(x, t, Reduction.None), (_, x, t) => Term.Abs(x - t)),
        Pair("SmoothAbsoluteError",
            (s, x, t) => Loss.SmoothAbsoluteError(x, t, s.Number("beta"), Reduction.None),
            (row, x, t) => HuberOf(x - t, row.Number("beta")) / row.Number("beta"),
            [("beta", 1)], [("beta", 0.1)], [("beta", 30)]),
        Pair("Huber",
            (s, x, t) => Loss.Huber(x, t, s.Number("delta"), Reduction.None),
            (row, x, t) => HuberOf(x - t, row.Number("delta")),
            [("delta", 1)], [("delta", 0.1)], [("delta", 30)]),
        Pair("LogCosh", (_, x, t) => Loss.LogCosh(x, t, Reduction.None), (_, x, t) => LogCosh(x - t)) with { IsComposedInTorch = true },
        Pair("Quantile",
            (s, x, t) => Loss.Quantile(x, t, s.Number("quantile"), Reduction.None),
            (row, x, t) => (row.Number("quantile") - (Term)1) * -Term.Relu(x - t) + row.Number("quantile") * Term.Relu(t - x),
            [("quantile", 0.5)], [("quantile", 0.1)], [("quantile", 0.999)]) with
        { IsComposedInTorch = true },
        Sided("SoftMargin", (_, x, t) => Loss.SoftMargin(x, t, Reduction.None), (_, x, t) => Term.Softplus(-t * x)),
        Sided("HingeEmbedding",
            (s, x, t) => Loss.HingeEmbedding(x, t, s.Number("margin"), Reduction.None),
            (row, x, t) => t.Value > 0 ? x : Term.Hinge(row.Number("margin") - x),
            [("margin", 1)], [("margin", 0.1)]),
        Poisson,
        BinaryCrossEntropy,
        BinaryCrossEntropyWithLogits,
    ];

    static JudgedLoss Poisson => new("PoissonNegativeLogLikelihood", "input", "target")
    {
        Compute = (s, x) => Loss.PoissonNegativeLogLikelihood(x[0], x[1], s.Flag("log_input"), s.Flag("full"), s.Number("eps"), Reduction.None),
        Define = row =>
        {
            Term x = row[0][0], t = row[1][0];
            bool log = row.Flag("log_input");
            var loss = log ? Term.Exp(x) - t * x : x - t * Term.Log(x + row.Number("eps"));
            if (!row.Flag("full") || !(t.Value > 1)) return [loss];
            return [loss + t * Term.Log(t) - t + Term.Log(2 * Term.Custom(Precise.Pi) * t) / 2];
        },
        Samples = draw =>
            from log in new[] { 1, 0 }
            from full in new[] { 0, 1 }
            let x = log == 1 ? draw.Many(draw.Count, () => draw.Real(700)) : draw.Many(draw.Count, () => draw.Positive())
            let t = Array.ConvertAll(x, v => draw.Below(4) switch
            {
                0 => draw.Positive(),
                1 => Math.Abs(draw.Near(Math.Min(log == 1 ? Math.Exp(v) : v, draw.Huge))),
                2 => Math.Abs(draw.Near(Math.Min(log == 1 && v > 0.1 ? Math.Exp(v) / v : v, draw.Huge))),
                _ => draw.Below(20),
            })
            select Elements(draw, [x, t], ("log_input", log), ("full", full), ("eps", 1e-8)),
    };

    static JudgedLoss BinaryCrossEntropy => new("BinaryCrossEntropy", "probabilities", "target")
    {
        Compute = (s, x) => Loss.BinaryCrossEntropy(x[0], x[1], s.Constant("weight"), Reduction.None),
        Define = row =>
        {
            Term p = row[0][0], t = row[1][0];
            Precise x = p.Value, y = t.Value, logP = BoundedLog(x), logQ = BoundedLog(1 - x);
            Precise left = NotZero(x), right = NotZero(1 - x);
            Precise slope = y.IsZero ? 1 / right : (1 - y).IsZero ? -1 / left : (x - y) / (left * right);
            return [Term.Custom(-y * logP - (1 - y) * logQ, (p, slope), (t, logQ - logP))];
        },
        Samples = draw =>
        [
            Elements(draw, [draw.Many(draw.Count, draw.Probability), draw.Many(draw.Count, draw.SoftTarget)]),
        ],
    };

    static JudgedLoss BinaryCrossEntropyWithLogits => new("BinaryCrossEntropyWithLogits", "logits", "target")
    {
        Compute = (s, x) => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], s.Constant("weight"), s.Constant("pos_weight"), Reduction.None),
        Define = row =>
        {
            Term x = row[0][0], t = row[1][0];
            Term weight = row.Constant("weight", 1)[0], factor = row.Constant("pos_weight", 1)[0];
            return [weight * (factor * t * Term.Softplus(-x) + (1 - t) * Term.Softplus(x))];
        },
        Samples = draw =>
            from weights in new double[][] { [], [0.3, 3] }
            let x = draw.Many(draw.Count, () => draw.Real())
            let t = Array.ConvertAll(x, v => draw.Chance(0.1) ? draw.Round(Sigmoid(v)) : draw.SoftTarget())
            select Elements(draw, [x, t]) with
            {
                Constants = weights is [var w, var p] ? new() { ["weight"] = Scalar(draw, w), ["pos_weight"] = Scalar(draw, p) } : [],
            },
    };

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static Column Scalar(Draw draw, double x) => new([1], [draw.Round(x)]);

    /// <summary>A batch of element pairs, triples, …</summary>
    public static Sample Elements(Draw draw, double[][] inputs, params (string, double)[] settings) =>
        new(draw.Type, inputs[0].Length, Array.ConvertAll(inputs, x => new Column([x.Length], x)))
        {
            Settings = settings.ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };

    // The input is anything; the target often is the input, or next to it.
    static JudgedLoss Pair(
        string name, Func<Sample, Tensor, Tensor, Tensor> compute, Func<Row, Term, Term, Term> define, params (string, double)[][] settings) =>
        new(name, "input", "target")
        {
            Compute = (s, x) => compute(s, x[0], x[1]),
            Define = row => [define(row, row[0][0], row[1][0])],
            Samples = draw =>
                from setting in settings is [] ? [[]] : settings
                let x = draw.Many(draw.Count, () => draw.Real())
                let t = Array.ConvertAll(x, v => draw.Below(4) switch { 0 => draw.Near(v), 1 => 0, 2 => draw.Round(v + draw.Real(10)), _ => draw.Real() })
                select Elements(draw, [x, t], setting),
        };

    // The target is −1 or 1 and has no gradient.
    static JudgedLoss Sided(
        string name, Func<Sample, Tensor, Tensor, Tensor> compute, Func<Row, Term, Term, Term> define, params (string, double)[][] settings) =>
        new(name, "input")
        {
            Compute = (s, x) => compute(s, x[0], x[1]),
            Define = row => [define(row, row[0][0], row[1][0])],
            Samples = draw =>
                from setting in settings is [] ? [[]] : settings
                let x = draw.Many(draw.Count, () => setting is [var (_, margin)] && draw.Chance(0.1) ? draw.Beside(margin) : draw.Real())
                let t = draw.Many(draw.Count, () => 2 * draw.Below(2) - 1)
                select Elements(draw, [x, t], setting) with { Tracked = 1 },
        };

    static Term HuberOf(Term d, double delta)
    {
        var size = Term.Abs(d);
        return size.Value < Precise.Of(delta) ? Term.Square(d) / 2 : delta * (size - (Term)delta / 2);
    }

    static Term LogCosh(Term d)
    {
        var size = Term.Abs(d);
        return size + Term.Log1p(Term.Exp(-2 * size)) - Term.Log(2);
    }

    // A probability of 0 does not divide.
    static Precise NotZero(Precise p) => p.IsZero ? Precise.Of(1e-12) : p;

    static Precise BoundedLog(Precise x)
    {
        if (x.IsZero) return -100;
        Precise log = Precise.Log(x);
        return log < -100 ? -100 : log;
    }
}
