using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kobai.Threads;

namespace Kobai.Versus;

/// <summary>Kobai's side of the comparison: answers one line of JSON with one line of JSON, as peer.py does.</summary>
static class Worker
{
    public static void Run()
    {
        Work.Threads = int.Parse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "1", CultureInfo.InvariantCulture);
        var rows = Rows.All().ToDictionary(row => row.Key, StringComparer.Ordinal);
        Func<Tensor[]> step = () => [];
        bool isCold = false;
        while (Console.ReadLine() is { } line)
        {
            using var request = JsonDocument.Parse(line);
            if (request.RootElement.TryGetProperty("row", out var name))
            {
                step = () => [];
                Random.Seed(1);
                step = rows[name.GetString()!].Prepare();
                isCold = true;
                Console.WriteLine($$"""{"values": [{{string.Join(", ", Values(step()).Select(Text))}}]}""");
            }
            else
            {
                if (isCold) WarmUp(step);
                isCold = false;
                double seconds = Measure(step, request.RootElement.GetProperty("seconds").GetDouble());
                Console.WriteLine($$"""{"seconds": {{Text(seconds)}}, "peak": {{PeakMemory()}}}""");
            }
        }
    }

    static IEnumerable<double> Values(Tensor[] results)
    {
        foreach (var y in results)
        {
            Tensor wide = y.Detach().To(DType.Float64);
            yield return wide.Sum().Item() / Math.Sqrt(Math.Max(1, y.Count));
            yield return (wide * wide).Sum().Sqrt().Item();
        }
    }

    static string Text(double x) =>
        double.IsFinite(x) ? x.ToString("R", CultureInfo.InvariantCulture) : FormattableString.Invariant($"\"{x}\"");

    // The runtime compiles what is called often once more, in the background, and does so before the clock runs.
    static void WarmUp(Func<Tensor[]> step)
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 0.3;) Batch(step, 1);
    }

    /// <summary>The median time of a step, in batches of at least a millisecond.</summary>
    static double Measure(Func<Tensor[]> step, double seconds)
    {
        int count = 1;
        while (Batch(step, count) < 1e-3 && count < 1_000_000) count *= 2;
        List<double> times = [];
        long start = Stopwatch.GetTimestamp();
        do times.Add(Batch(step, count) / count);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds);
        times.Sort();
        return times[times.Count / 2];
    }

    static double Batch(Func<Tensor[]> step, int count)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            using (Scope.Enter()) step();
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static long PeakMemory()
    {
        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }
}
