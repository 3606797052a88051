using System.Globalization;
using System.Runtime.Intrinsics;
using Kobai.Versus;

if (args is ["--serve"])
{
    Worker.Run();
    return 0;
}
if (args is ["--first-step"])
{
    Rows.All().First(row => row.Name is "tiny loop").Prepare()();
    return 0;
}

bool quick = args.Contains("--quick");
string only = Option("--only") ?? "";
int[] threads = Option("--threads") is { } chosen
    ? [int.Parse(chosen, CultureInfo.InvariantCulture)]
    : [.. Enumerable.Range(1, Math.Min(2, Environment.ProcessorCount))];
(int rounds, double seconds) = quick ? (3, 0.06) : (7, 0.4);
string?[] capabilities = Vector512.IsHardwareAccelerated ? [null, "avx2"] : [null];

var limits = new Dictionary<int, (double Peak, double Bandwidth)>();
var results = new List<Result>();
int wrong = 0;
foreach (int count in threads)
{
    limits[count] = (Machine.Peak(count), Machine.Bandwidth(count));
    Peers? shared = quick ? new(count, capabilities) : null;
    foreach (var row in Rows.All().Where(row => row.Key.Contains(only, StringComparison.OrdinalIgnoreCase)))
    {
        var peers = shared ?? new(count, capabilities);
        var result = peers.Compare(row, rounds, seconds, row.Floor(limits[count].Peak, limits[count].Bandwidth));
        if (shared is null) peers.Dispose();
        else result = result with { Peaks = default };
        bool agrees = result.Difference < 1e-3;
        if (!agrees) wrong++;
        else results.Add(result);
        Console.WriteLine(agrees
            ? FormattableString.Invariant($"{count} × {row.Key,-40} {result.KobaiMedian * 1e6,12:0.00} µs {result.PyTorchMedian * 1e6,12:0.00} µs   ratio {result.Ratio,6:0.00}   aim {row.Reach:0.##}")
            : FormattableString.Invariant($"{count} × {row.Key,-40} not timed: the results differ by {result.Difference:g3}"));
    }
    shared?.Dispose();
}
var start = Start.Compare(rounds);
results.Add(start);
Console.WriteLine(FormattableString.Invariant(
    $"{"start to first step",-44} {start.KobaiMedian * 1e6,12:0.00} µs {start.PyTorchMedian * 1e6,12:0.00} µs   ratio {start.Ratio,6:0.00}   aim {start.Row.Reach:0.##}"));

string folder = Path.Combine(Root(), "bench", "results", Machine.Name);
string length = FormattableString.Invariant($"There were {rounds} rounds of {seconds} s.");
if (only.Length == 0) Report.Write(folder, length, results, limits);
return wrong == 0 ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

static string Root()
{
    string folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "Kobai.slnx"))) folder = Path.GetDirectoryName(folder)!;
    return folder;
}
