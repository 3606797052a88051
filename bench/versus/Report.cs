using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kobai.Versus;

/// <summary>Writes the results as a table for people and as JSON for programs.</summary>
static class Report
{
    public static void Write(
        string folder, string rounds, IReadOnlyList<Result> results, IReadOnlyDictionary<int, (double Peak, double Bandwidth)> limits)
    {
        Directory.CreateDirectory(folder);
        Replace(Path.Combine(folder, "versus.md"), Markdown(rounds, results, limits));
        Replace(Path.Combine(folder, "versus.json"), Json(results, limits));
    }

    static void Replace(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    static string Markdown(
        string rounds, IReadOnlyList<Result> results, IReadOnlyDictionary<int, (double Peak, double Bandwidth)> limits)
    {
        var text = new StringBuilder($"""
            # Kobai beside PyTorch on {Machine.Name}

            Made by `bench/versus/run`. Both sides take turns at the same work on the same numbers, each in a process of its
            own; a time is the median of the rounds of one step, ± half of how far the rounds lie apart. A ratio above 1 means
            that PyTorch took longer. The limit is what this machine could do at most in this run. {rounds}


            """);
        foreach (var (threads, limit) in limits.OrderBy(pair => pair.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                ## {threads} thread{(threads == 1 ? "" : "s")}

                Limits: {limit.Peak / 1e9:0} Gflop/s with fused multiply-add, {limit.Bandwidth / 1e9:0.0} GB/s read from memory.

                | row | size | Kobai | PyTorch | ratio | aim | share of the limit | memory, Kobai / PyTorch |
                |---|---|--:|--:|--:|--:|--:|--:|

                """);
            foreach (var r in results.Where(r => r.Threads == threads))
            {
                text.Append(CultureInfo.InvariantCulture, $"""
                    | {r.Row.Name} | {string.Join(" × ", r.Row.Sizes)} | {Time(r.Kobai, r.KobaiMedian)} | {Time(r.PyTorch, r.PyTorchMedian)} | {r.Ratio:0.00} | {r.Row.Reach:0.##} | {(r.Floor > 0 ? $"{r.Floor / r.KobaiMedian:P0}" : "–")} | {Memory(r.Peaks)} |

                    """);
            }
            text.AppendLine();
        }
        return text.ToString();
    }

    static string Memory((long Kobai, long PyTorch) peaks) =>
        peaks.Kobai == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{peaks.Kobai >> 20} / {peaks.PyTorch >> 20} MiB");

    static string Time(double[] times, double median)
    {
        (double scale, string unit) = median switch { < 1e-6 => (1e9, "ns"), < 1e-3 => (1e6, "µs"), < 1 => (1e3, "ms"), _ => (1, "s") };
        return string.Create(CultureInfo.InvariantCulture, $"{median * scale:0.###} {unit} ± {Result.Spread(times) * 50:0} %");
    }

    static string Json(IReadOnlyList<Result> results, IReadOnlyDictionary<int, (double Peak, double Bandwidth)> limits)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("machine", Machine.Name);
            json.WriteStartArray("limits");
            foreach (var (threads, (peak, bandwidth)) in limits)
            {
                json.WriteStartObject();
                json.WriteNumber("threads", threads);
                json.WriteNumber("flopsPerSecond", peak);
                json.WriteNumber("bytesPerSecond", bandwidth);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var r in results) Write(json, r);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(memory.ToArray()) + "\n";
    }

    static void Write(Utf8JsonWriter json, Result r)
    {
        json.WriteStartObject();
        json.WriteString("row", r.Row.Key);
        json.WriteNumber("threads", r.Threads);
        foreach (var (name, times) in (ReadOnlySpan<(string, double[])>)[("kobai", r.Kobai), ("pytorch", r.PyTorch)])
        {
            json.WriteStartArray(name);
            foreach (double seconds in times) json.WriteNumberValue(seconds);
            json.WriteEndArray();
        }
        json.WriteNumber("ratio", r.Ratio);
        json.WriteNumber("aim", r.Row.Reach);
        json.WriteNumber("floor", r.Floor);
        json.WriteNumber("kobaiPeakBytes", r.Peaks.Kobai);
        json.WriteNumber("pytorchPeakBytes", r.Peaks.PyTorch);
        json.WriteNumber("difference", r.Difference);
        json.WriteEndObject();
    }
}
