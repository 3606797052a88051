namespace Kobai.Versus;

/// <summary>All rows, Kobai beside PyTorch, with one thread and with two.</summary>
static class Comparison
{
    /// <summary>Measures, prints and writes; false if both sides computed different numbers anywhere.</summary>
    public static bool Run(int[] threads, string only, bool isQuick, bool writes)
    {
        var pace = isQuick ? Pace.Quick : Pace.Full;
        var limits = new SortedDictionary<int, Limits>();
        var results = new List<Result>();
        bool agrees = true;
        string version = "";
        foreach (int count in threads)
        {
            limits[count] = new(count);
            using var peers = new Peers(count, pace);
            version = peers.Version;
            foreach (var row in Rows.All().Where(row => row.Key.Contains(only, StringComparison.OrdinalIgnoreCase)))
            {
                var result = peers.Compare(row, pace, row.Floor(limits[count]));
                bool isSame = result.Difference < 1e-3;
                agrees &= isSame;
                if (isSame) results.Add(result);
                Console.WriteLine(isSame ? Line(result) : $"{row.Key}: not timed, for the results differ by {result.Difference:g3}");
            }
        }
        if (only.Length == 0)
        {
            results.Insert(results.FindLastIndex(r => r.Threads == 1) + 1, Start.Compare(pace.Least));
            Console.WriteLine(Line(results.First(r => r.Row.Name is "start to first step")));
        }
        if (writes) Report.Write(isQuick ? "quick" : "versus", version, results, limits);
        return agrees;
    }

    static string Line(Result r) => FormattableString.Invariant(
        $"{r.Threads} × {r.Row.Key,-44} {Units.Time(r.KobaiMedian),11} {Units.Time(r.PyTorchMedian),11}   ratio {r.Ratio,6:0.00}   aim {r.Aim:0.##}");
}
