using System.Globalization;
using System.Text;

namespace Kobai.Versus;

/// <summary>Cost against size: seconds per element of each loss with its gradient, per example of a fit.</summary>
static class Sizes
{
    const int Rounds = 3;

    /// <summary>Measures, prints and writes a table, a plot and JSON.</summary>
    public static void Run()
    {
        var limits = new Limits(1);
        var panels = new List<Panel>();
        foreach (var (kind, bytes, losses) in Curves.Kinds())
        {
            var curves = losses.Select(loss => Curve(loss.Name, [.. Curves.Elements.Select(n => Curves.Of(loss, bytes, n))])).ToArray();
            panels.Add(new(kind, bytes, bytes / limits.Bandwidth(Limits.Memory), curves));
        }
        var fit = Curve(Curves.Fit, [.. Curves.All().Where(row => row.Name is Curves.Fit)]);
        Files.Write("sizes.svg", Plot.Of(panels));
        Files.Write("sizes.md", Markdown(panels, fit, limits.Bandwidth(Limits.Memory)));
        Files.WriteJson("sizes.json", json =>
        {
            foreach (var curve in panels.SelectMany(panel => panel.Curves).Append(fit))
            {
                json.WriteStartObject(curve.Name);
                foreach (var (n, seconds) in curve.Points) json.WriteNumber(n.ToString(CultureInfo.InvariantCulture), seconds);
                json.WriteEndObject();
            }
        });
    }

    // All sizes of a curve take turns.
    static Curve Curve(string name, Row[] rows)
    {
        Peer[] peers = [.. rows.Select(_ => Peer.Kobai(1))];
        try
        {
            var times = new List<double>[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                if (peers[i].Prepare(rows[i]).Seconds < Pace.Long) peers[i].Measure(0.1);
                times[i] = [];
            }
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < rows.Length; i++) times[i].Add(peers[i].Measure(0.04).Seconds);
            }
            var curve = new Curve(name, [.. rows.Select((row, i) => (row.Sizes[0], Result.Median(times[i]) / row.Sizes[0]))]);
            Console.WriteLine($"{name,-40} {string.Join("  ", curve.Points.Select(p => Units.Time(p.Seconds)))}");
            return curve;
        }
        finally
        {
            foreach (var peer in peers) peer.Dispose();
        }
    }

    static string Markdown(List<Panel> panels, Curve fit, double bandwidth)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            # Cost against size

            **{Machine.Title}**; one thread. Made by `bench/versus/run sizes`.

            Time per element of each loss with its gradient, from 10⁴ to 10⁸ elements of float. From memory, {bandwidth / 1e9:0.0} GB/s can be
            read here: whatever moves more data than the caches hold cannot be faster than the dashed line.

            ![Time per element of each loss over the number of elements](sizes.svg)

            """));
        foreach (var panel in panels)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                ## {panel.Title}

                At least {panel.Bytes:0} bytes an element: {Units.Time(panel.Floor)} from memory.

                | loss | {string.Join(" | ", panel.Curves[0].Points.Select(p => $"10{Plot.Superscript(p.Count)}"))} | slowest ÷ fastest |
                |---|{string.Concat(panel.Curves[0].Points.Select(_ => "--:|"))}--:|

                """);
            foreach (var curve in panel.Curves) text.AppendLine(Line(curve));
        }
        text.Append(CultureInfo.InvariantCulture, $"""

            ## Training

            One epoch of an MLP of 20-32-2 on batches of 256 with Adam, by `Trainer`: time per example.

            | | {string.Join(" | ", fit.Points.Select(p => $"10{Plot.Superscript(p.Count)} examples"))} | slowest ÷ fastest |
            |---|{string.Concat(fit.Points.Select(_ => "--:|"))}--:|
            {Line(fit)}

            """);
        return text.ToString();
    }

    static string Line(Curve curve) =>
        $"| {curve.Name} | {string.Join(" | ", curve.Points.Select(p => Units.Time(p.Seconds)))} | "
        + $"{Units.Figures(curve.Points.Max(p => p.Seconds) / curve.Points.Min(p => p.Seconds))} |";
}

/// <summary>Seconds per element at each count of them.</summary>
sealed record Curve(string Name, (int Count, double Seconds)[] Points);

/// <summary>Curves of one kind, with the least that an element costs when it comes from memory.</summary>
sealed record Panel(string Title, double Bytes, double Floor, Curve[] Curves);
