using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;

namespace Kobai.Versus;

/// <summary>The main rows with registers narrower than the machine's, by the switches of the runtime.</summary>
static class Widths
{
    const int Rounds = 5;

    static readonly string[] s_rows =
    [
        "matrix product nn | 1024x1024x1024", "matrix product nn | 128x784x512", "matrix × vector | 1024x1024", "MLP, SGD", "LeNet-5",
        "attention | 8x512x64", "BCE with logits | 1000000", "cross-entropy | 65536x10", "cross-entropy | 8192x1000",
        "cross-entropy, smoothed | 8192x1000", "step of Adam | 535818", "exp | 1000000", "tanh | 1000000", "softmax | 1000x1000",
        "layer norm | 1000x1000", "add | 1000x1000", "sum of all | 1000x1000",
    ];

    // The narrowest have no fused multiply-add: the runtime calls a function for each.
    static IEnumerable<(string Name, (string, string)[] Settings)> All()
    {
        if (Vector512.IsHardwareAccelerated) yield return ("512 bits", []);
        if (Vector256.IsHardwareAccelerated) yield return ("256 bits", [("DOTNET_EnableAVX512", "0")]);
        yield return ("128 bits", [("DOTNET_PreferredVectorBitWidth", "128")]);
        if (Vector256.IsHardwareAccelerated) yield return ("128 bits, no FMA", [("DOTNET_EnableAVX2", "0")]);
        yield return ("one at a time", [("DOTNET_EnableHWIntrinsic", "0")]);
    }

    /// <summary>Measures, prints and writes; false if the numbers of two widths differ in any bit.</summary>
    public static bool Run()
    {
        var widths = All().ToArray();
        double[] peaks = new double[widths.Length];
        var times = new Dictionary<Row, double[]>();
        bool agrees = true;
        foreach (var row in s_rows.Select(key => Rows.Named(key)))
        {
            Peer[] peers = [.. widths.Select(width => Peer.Kobai(1, width.Settings))];
            try
            {
                if (times.Count == 0) peaks = [.. peers.Select(peer => peer.Flops())];
                var first = peers.Select(peer => peer.Prepare(row)).ToArray();
                bool isSame = first.All(f => f.Values.SequenceEqual(first[0].Values));
                agrees &= isSame;
                times[row] = Time(peers, [.. first.Select(f => f.Seconds)]);
                Console.WriteLine($"{row.Key,-40} {string.Join("  ", times[row].Select(Units.Time))}{(isSame ? "" : "  THE NUMBERS DIFFER")}");
            }
            finally
            {
                foreach (var peer in peers) peer.Dispose();
            }
        }
        Files.Write("widths.md", Markdown([.. widths.Select(w => w.Name)], peaks, times, agrees));
        Files.WriteJson("widths.json", json =>
        {
            for (int i = 0; i < widths.Length; i++)
            {
                json.WriteStartObject(widths[i].Name);
                json.WriteNumber("flopsPerSecond", peaks[i]);
                foreach (var (row, seconds) in times) json.WriteNumber(row.Key, seconds[i]);
                json.WriteEndObject();
            }
        });
        return agrees;
    }

    // Widths take turns; a long step is taken once.
    static double[] Time(Peer[] peers, double[] first)
    {
        var rounds = peers.Select(_ => new List<double>()).ToArray();
        for (int i = 0; i < peers.Length; i++)
        {
            if (first[i] > Pace.Long) rounds[i].Add(first[i]);
            else peers[i].Measure(0.2);
        }
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < peers.Length; i++)
            {
                if (first[i] <= Pace.Long) rounds[i].Add(peers[i].Measure(0.04).Seconds);
            }
        }
        return [.. rounds.Select(Result.Median)];
    }

    static string Markdown(string[] names, double[] peaks, Dictionary<Row, double[]> times, bool agrees)
    {
        var text = new StringBuilder($"""
            # Kobai by register width

            **{Machine.Title}**; one thread. Made by `bench/versus/run widths`.

            The runtime's switches take registers away: `DOTNET_EnableAVX512=0`, `DOTNET_PreferredVectorBitWidth=128`,
            `DOTNET_EnableAVX2=0` (which takes fused multiply-add away, so that a function is called for each: the bits stay the
            same) and `DOTNET_EnableHWIntrinsic=0`. Beside each time stands how many times as long as with the widest registers it
            is, and the share of the peak of fused multiply-adds at that width where that bounds the row.
            {(agrees ? "All widths computed the same bits." : "**Some widths computed other bits.**")}

            | row | size | {string.Join(" | ", names)} |
            |---|---|{string.Concat(names.Select(_ => "--:|"))}

            """);
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| *peak of fused multiply-adds* | | {string.Join(" | ", peaks.Select(p => $"*{Units.Figures(p / 1e9)} Gflop/s, {Units.Figures(peaks[0] / p)} ×*"))} |");
        foreach (var (row, seconds) in times)
        {
            var cells = seconds.Index().Select(x =>
                $"{Units.Time(x.Item)}, {Units.Figures(x.Item / seconds[0])} ×{(row.Flops > 0 ? $", {Units.Percent(row.Flops / x.Item / peaks[x.Index])}" : "")}");
            text.AppendLine($"| {row.Name} | {row.Size} | {string.Join(" | ", cells)} |");
        }
        return text.ToString();
    }
}
