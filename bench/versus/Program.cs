using System.Diagnostics;
using System.Globalization;
using Kobai.Versus;

if (args is ["--serve"])
{
    Worker.Run();
    return 0;
}
if (args is ["--first-step"])
{
    Rows.All().First(row => row.Name is "tiny loop").Prepare()();
    Console.WriteLine($$"""{"peak": {{Resident.Peak()}}}""");
    return 0;
}

string[] parts = ["rows", "widths", "sizes", "checks"], options = ["--only", "--threads"];
for (int i = 0; i < args.Length; i++)
{
    bool isOption = Array.IndexOf(options, args[i]) >= 0;
    if (isOption ? ++i < args.Length : args[i] is "--quick" || Array.IndexOf(parts, args[i]) >= 0) continue;
    Console.Error.WriteLine($"Usage: run [--quick] [{string.Join("|", parts)}] [--only NAME] [--threads N]");
    return 2;
}

long start = Stopwatch.GetTimestamp();
bool isQuick = args.Contains("--quick");
string only = Option("--only") ?? "";
int[] threads = Option("--threads") is { } chosen
    ? [int.Parse(chosen, CultureInfo.InvariantCulture)]
    : [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount))];
bool isPart = only.Length > 0 || threads.Length == 1;
bool isAll = !args.Any(parts.Contains);

bool agrees = true;
if (isAll || args.Contains("rows")) agrees &= Comparison.Run(threads, only, isQuick, writes: !isPart);
if ((isAll && !isQuick && !isPart) || args.Contains("widths")) agrees &= Widths.Run();
if ((isAll && !isQuick && !isPart) || args.Contains("sizes")) Sizes.Run();
if (args.Contains("checks")) Checks.Run(only);
Console.WriteLine(FormattableString.Invariant($"Done in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s."));
return agrees ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;
