using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kobai.Losses;
using Kobai.Threads;

namespace Kobai.Versus;

/// <summary>Kobai's side of the comparison: answers one line of JSON with one line of JSON, as peer.py does.</summary>
static class Worker
{
    public static void Run()
    {
        Work.Threads = int.Parse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS") ?? "1", CultureInfo.InvariantCulture);
        Func<Tensor[]> step = () => [];
        while (Console.ReadLine() is { } line)
        {
            using var request = JsonDocument.Parse(line);
            if (request.RootElement.TryGetProperty("row", out var name)) step = Prepare(name.GetString()!);
            else if (request.RootElement.TryGetProperty("seconds", out var seconds)) Measure(step, seconds.GetDouble());
            else if (request.RootElement.TryGetProperty("checks", out seconds)) MeasureChecks(step, seconds.GetDouble());
            else Answer($$"""{"flops": {{Text(Machine.Peak(Work.Threads))}}}""");
        }
    }

    static Func<Tensor[]> Prepare(string row)
    {
        Random.Seed(1);
        var step = Rows.Named(row).Prepare();
        using (Scope.Enter())
        {
            long start = Stopwatch.GetTimestamp();
            var results = step();
            double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Answer($$"""{"values": [{{string.Join(", ", results.SelectMany(Values).Select(Text))}}], "seconds": {{Text(took)}}}""");
        }
        Resident.ForgetPeak();
        return step;
    }

    // The sum in the units of one, and the norm; a piece at a time, to need no memory.
    static double[] Values(Tensor result)
    {
        const int piece = 1 << 20;
        Tensor all = result.Detach().Flatten();
        double sum = 0, squares = 0;
        for (nint i = 0; i < all.Count; i += piece)
        {
            using var scope = Scope.Enter();
            Tensor wide = all.Slice(0, (int)i, (int)nint.Min(all.Count, i + piece)).To(DType.Float64);
            sum += wide.Sum().Item();
            squares += wide.Dot(wide).Item();
        }
        return [sum / Math.Sqrt(Math.Max(1, all.Count)), Math.Sqrt(squares)];
    }

    static void Measure(Func<Tensor[]> step, double seconds)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        var (median, steps) = Time(step, seconds);
        double perStep = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / steps;
        Answer($$"""{"seconds": {{Text(median)}}, "peak": {{Resident.Peak()}}, "allocated": {{Text(perStep)}}}""");
    }

    // Twice each, so that both follow each other and themselves as often.
    static void MeasureChecks(Func<Tensor[]> step, double seconds)
    {
        double with = double.PositiveInfinity, without = with;
        const int least = 10;
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < least || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; round++)
        {
            LossChecks.AreOn = true;
            with = Math.Min(with, Math.Min(Batch(step, 1), Batch(step, 1)));
            LossChecks.AreOn = false;
            without = Math.Min(without, Math.Min(Batch(step, 1), Batch(step, 1)));
        }
        LossChecks.AreOn = true;
        Answer($$"""{"with": {{Text(with)}}, "without": {{Text(without)}}}""");
    }

    /// <summary>The median time of a step, in batches of at least a millisecond, and how many there were.</summary>
    static (double Seconds, long Steps) Time(Func<Tensor[]> step, double seconds)
    {
        long start = Stopwatch.GetTimestamp(), steps = 1;
        int count = 1;
        double took = Batch(step, count);
        while (took < 1e-3 && count < 1_000_000)
        {
            took = Batch(step, count *= 2);
            steps += count;
        }
        List<double> times = [took / count];
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            times.Add(Batch(step, count) / count);
            steps += count;
        }
        times.Sort();
        return (times[times.Count / 2], steps);
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

    static void Answer(string reply) => Console.WriteLine(reply);

    static string Text(double x) =>
        double.IsFinite(x) ? x.ToString("R", CultureInfo.InvariantCulture) : FormattableString.Invariant($"\"{x}\"");
}
