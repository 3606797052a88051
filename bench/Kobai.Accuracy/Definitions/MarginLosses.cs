using Kobai.Losses;

namespace Kobai.Judging;

/// <summary>The losses that ask for a distance, and those of overlaps.</summary>
static class MarginLosses
{
    public static IEnumerable<JudgedLoss> All => [MarginRanking];

    static JudgedLoss MarginRanking => new("MarginRanking", "first", "second")
    {
        Compute = (s, x) => Loss.MarginRanking(x[0], x[1], x[2], s.Number("margin"), Reduction.None),
        Define = row => [Term.Relu(-row[2][0] * (row[0][0] - row[1][0]) + row.Number("margin"))],
        Samples = draw =>
            from margin in new[] { 0, 0.1, 2 }
            let a = draw.Many(draw.Count, () => draw.Real())
            let b = Array.ConvertAll(a, v => draw.Below(3) switch { 0 => draw.Beside(v), 1 => draw.Beside(draw.Round(v + margin)), _ => draw.Real() })
            let t = draw.Many(draw.Count, () => 2 * draw.Below(2) - 1)
            select PairLosses.Elements(draw, [a, b, t], ("margin", margin)) with { Tracked = 2 },
    };
}
