using Kobai;
using Kobai.Judging;

// The losses whose names begin with one of the arguments, or all.
foreach (var loss in JudgedLosses.All.Where(loss => args.Length == 0 || args.Any(name => loss.Name.StartsWith(name, StringComparison.Ordinal))))
{
    foreach (var type in Enum.GetValues<DType>())
    {
        var worst = loss.Samples(new Draw(type, 500))
            .Select(sample => Verdict.Of(sample, loss.Judge(sample), loss.Ask(sample)))
            .Aggregate((a, b) => [.. a.Zip(b, (x, y) => x.Or(y))]);
        foreach (var (what, verdict) in new[] { "value" }.Concat(loss.Inputs).Zip(worst))
            Console.WriteLine($"{loss.Name}, {type}, {what}: {verdict.Ulps:G3} ulp; exact {verdict.Exact:R}, got {verdict.Got:R} for {verdict.Where}");
    }
}
