using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>Writes the rows as a table for people and as JSON for programs.</summary>
static class Report
{
    const double SpeedUp = 1.7, Managed = 1024;

    public static void Write(string name, string version, IReadOnlyList<Result> results, IReadOnlyDictionary<int, Limits> limits)
    {
        Files.Write($"{name}.md", Markdown(version, results, limits));
        Files.WriteJson($"{name}.json", json =>
        {
            json.WriteString("pytorch", version);
            json.WriteStartArray("limits");
            foreach (var (threads, limit) in limits)
            {
                json.WriteStartObject();
                json.WriteNumber("threads", threads);
                json.WriteNumber("flopsPerSecond", limit.Flops);
                json.WriteNumber("bytesPerSecond", limit.Bandwidth(Limits.Memory));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var r in results) Write(json, r);
            json.WriteEndArray();
        });
    }

    static string Markdown(string version, IReadOnlyList<Result> results, IReadOnlyDictionary<int, Limits> limits)
    {
        int[] rounds = [.. results.Select(r => r.Kobai.Length)];
        var text = new StringBuilder($"""
            # Kobai beside PyTorch

            **{Machine.Title}**; .NET {Environment.Version}, PyTorch {version}. Made by `bench/versus/run`.
            How Kobai does with narrower registers: [widths.md](widths.md); with 10⁴ to 10⁸ elements: [sizes.md](sizes.md).

            Both sides take turns at the same work on the same numbers, each row in a process of its own on each side; that both
            computed the same is checked before the clock runs. A time is the median of the rounds ({rounds.Min()} for long steps, up
            to {rounds.Max()} for short ones), ± half of how far the middle half of them lies apart. A ratio above 1 means that PyTorch
            took longer; of its settings the fastest counts. The limit is the machine's peak of fused multiply-adds, or the rate at
            which it reads data of the row's size again and again, as measured in this run. Memory is the peak of what is resident
            while steps are taken; "managed" is what .NET's collector has to do with per step.

            """);
        foreach (var (threads, limit) in limits)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                ## {threads} thread{(threads == 1 ? "" : "s")}

                Limits: {limit.Flops / 1e9:0} Gflop/s with fused multiply-add, {limit.Bandwidth(Limits.Memory) / 1e9:0.0} GB/s read from memory.

                | row | size | Kobai | PyTorch | ratio | aim | share of the limit | memory, Kobai | PyTorch | managed |{(threads == 1 ? "" : " over 1 thread | aim |")}
                |---|---|--:|--:|--:|--:|--:|--:|--:|--:|{(threads == 1 ? "" : "--:|--:|")}

                """);
            foreach (var r in results.Where(r => r.Threads == threads)) text.AppendLine(Line(r, results));
        }
        return text.Append(Shortfalls(results)).ToString();
    }

    static string Line(Result r, IReadOnlyList<Result> results)
    {
        string line = string.Create(CultureInfo.InvariantCulture,
            $"| {r.Row.Name} | {r.Row.Size} | {Time(r.Kobai, r.KobaiMedian)} | {Time(r.PyTorch, r.PyTorchMedian)} | {Ratio(r)} | {r.Aim:0.##} | ");
        line += $"{(r.Floor > 0 ? Units.Percent(r.Floor / r.KobaiMedian) : "–")} | {Memory(r.Kobai)} | {Memory(r.PyTorch)} | ";
        line += $"{(r.Kobai[^1].Allocated > 0 ? Units.Bytes(r.Kobai[^1].Allocated) : "–")} |";
        return r.Threads == 1 ? line : string.Create(CultureInfo.InvariantCulture,
            $"{line} {OverOne(r, results):0.00} | {(r.Row.IsComputeBound ? SpeedUp.ToString(CultureInfo.InvariantCulture) : "–")} |");
    }

    static string Time(Measurement[] rounds, double median) => rounds.Length == 1
        ? Units.Time(median)
        : $"{Units.Time(median)} ± {Units.Percent(Result.Spread(rounds))}";

    static string Memory(Measurement[] rounds) => Units.Bytes(rounds.Max(m => m.Peak));

    static string Ratio(Result r) =>
        string.Create(CultureInfo.InvariantCulture, $"{(r.Ratio < r.Aim ? "" : "**")}{r.Ratio:0.00}{(r.Ratio < r.Aim ? "" : "**")}");

    static double OverOne(Result r, IReadOnlyList<Result> results) =>
        results.First(one => one.Threads == 1 && one.Row.Key.Equals(r.Row.Key, StringComparison.Ordinal)).KobaiMedian / r.KobaiMedian;

    // Every row below an aim, with what is known about it.
    static string Shortfalls(IReadOnlyList<Result> results)
    {
        var text = new StringBuilder("""

            ## Where a row is below its aim

            | threads | row | size | reached | aim | what the limit is, what was tried |
            |--:|---|---|--:|--:|---|

            """);
        foreach (var r in results.Where(r => r.Ratio < r.Aim))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {r.Threads} | {r.Row.Name} | {r.Row.Size} | {r.Ratio:0.00} | {r.Aim:0.##} | {Notes.Of(r.Row, $"{r.Threads}")} |\n");
        }
        foreach (var r in results.Where(r => r.Threads == 2 && r.Row.IsComputeBound && OverOne(r, results) < SpeedUp))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| 2 over 1 | {r.Row.Name} | {r.Row.Size} | {OverOne(r, results):0.00} | {SpeedUp} | {Notes.Of(r.Row, "2 over 1")} |\n");
        }
        foreach (var r in results.Where(r => r.Row.Name is "MLP, SGD" or "MLP, Adam" && r.Kobai[^1].Allocated > Managed))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {r.Threads} | managed memory of a step of {r.Row.Name} | | {Units.Bytes(r.Kobai[^1].Allocated)} | {Units.Bytes(Managed)} | {Notes.Of(r.Row, "managed")} |\n");
        }
        return text.ToString();
    }

    static void Write(Utf8JsonWriter json, Result r)
    {
        json.WriteStartObject();
        json.WriteString("row", r.Row.Key);
        json.WriteNumber("threads", r.Threads);
        foreach (var (name, rounds) in (ReadOnlySpan<(string, Measurement[])>)[("kobai", r.Kobai), ("pytorch", r.PyTorch)])
        {
            json.WriteStartArray(name);
            foreach (var m in rounds) json.WriteNumberValue(m.Seconds);
            json.WriteEndArray();
        }
        json.WriteNumber("ratio", r.Ratio);
        json.WriteNumber("aim", r.Aim);
        json.WriteNumber("floor", r.Floor);
        json.WriteNumber("kobaiPeakBytes", r.Kobai.Max(m => m.Peak));
        json.WriteNumber("pytorchPeakBytes", r.PyTorch.Max(m => m.Peak));
        json.WriteNumber("managedBytesPerStep", r.Kobai[^1].Allocated);
        json.WriteNumber("difference", r.Difference);
        json.WriteString("pytorchSetting", r.Setting);
        json.WriteEndObject();
    }
}
