using Kobai.Judging;

// With arguments: only the losses whose names begin with one of them, to the console.
string? torch = Torch.Version;
Console.WriteLine(torch is null ? "PyTorch was not found: only Kobai is judged." : $"PyTorch {torch}");
JudgedLoss[] losses = [.. JudgedLosses.All.Where(loss => args.Length == 0 || args.Any(name => loss.Name.StartsWith(name, StringComparison.Ordinal)))];
var all = new List<Comparison>();
foreach (var c in Comparison.Of(losses, elements: 300, torch is not null))
{
    all.Add(c);
    Console.WriteLine($"{c.Loss.Name}, {c.What}, {c.Type}: {c.Ours.Ulps:G3} ulp, PyTorch {c.Theirs?.Ulps:G3}");
    if (c.Ours.Ulps > JudgedLoss.Bound) Console.WriteLine($"  exact {c.Ours.Exact:R}, got {c.Ours.Got:R} for {c.Ours.Where}");
}
if (args.Length > 0) return;

using var page = new StringWriter { NewLine = "\n" };
Report.Write(page, all, torch, LargeSum.Describe(100_000_000));
var root = new DirectoryInfo(AppContext.BaseDirectory);
while (!File.Exists(Path.Combine(root.FullName, "Kobai.slnx"))) root = root.Parent!;
string path = Path.Combine(root.FullName, "docs", "accuracy.md");
File.WriteAllText(path, page.ToString());
Console.WriteLine(path);
