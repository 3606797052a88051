using System.Globalization;
using System.Text;

namespace Kobai.Versus;

/// <summary>What the checks of its values cost each loss: steps with and without them in turn.</summary>
static class Checks
{
    const int Processes = 3;
    const double Aim = 0.02;

    /// <summary>Measures and prints the losses of such names; all of them are written as a table and JSON.</summary>
    public static void Run(string only)
    {
        var lines = new List<(string Loss, Cost[] Costs)>();
        foreach (var (loss, rows) in CheckedLosses.All().Where(x => x.Loss.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            Cost[] costs = Array.ConvertAll(rows, Of);
            lines.Add((loss, costs));
            Console.WriteLine($"{loss,-40} {string.Join("  ", costs.Select(Cells))}");
        }
        if (only.Length > 0) return;
        Files.Write("checks.md", Markdown(lines));
        Files.WriteJson("checks.json", json =>
        {
            foreach (var (loss, costs) in lines)
            {
                json.WriteStartObject(loss);
                foreach (var (name, cost) in ((string[])["float", "double"]).Zip(costs))
                {
                    json.WriteStartObject(name);
                    json.WriteNumber("with", cost.With);
                    json.WriteNumber("without", cost.Without);
                    json.WriteNumber("share", cost.Share);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            }
        });
    }

    // The compiler lays the same loop out differently from process to process: the middle one counts.
    static Cost Of(Row row)
    {
        var costs = new List<Cost>();
        for (int i = 0; i < Processes; i++)
        {
            using var peer = Peer.Kobai(1);
            peer.Prepare(row);
            peer.Measure(1);
            costs.Add(peer.Checks(0.5));
        }
        return costs.OrderBy(cost => cost.Share).ElementAt(Processes / 2);
    }

    static string Markdown(List<(string Loss, Cost[] Costs)> lines)
    {
        var text = new StringBuilder($"""
            # What checks cost

            **{Machine.Title}**; one thread. Made by `bench/versus/run checks`.

            Each loss with its gradient, of {CheckedLosses.Elements:N0} elements, in steps with `LossChecks.AreOn` and without, in turn. A time is the
            shortest of its steps, and the cost the middle one of {Processes} processes. Below 2 % is aimed at; a cost below 0 is that of
            another alignment of the same loop.

            | loss | float, with | without | cost | double, with | without | cost |
            |---|--:|--:|--:|--:|--:|--:|

            """);
        foreach (var (loss, costs) in lines) text.AppendLine($"| {loss} | {string.Join(" | ", costs.Select(Cells))} |");
        int above = lines.Sum(line => line.Costs.Count(cost => cost.Share >= Aim));
        return text.Append(CultureInfo.InvariantCulture, $"\n{above} of {2 * lines.Count} are not below the aim.\n").ToString();
    }

    static string Cells(Cost cost)
    {
        string share = string.Create(CultureInfo.InvariantCulture, $"{100 * cost.Share:0.0} %");
        return $"{Units.Time(cost.With)} | {Units.Time(cost.Without)} | {(cost.Share < Aim ? share : $"**{share}**")}";
    }
}

/// <summary>The shortest steps with and without checks.</summary>
readonly record struct Cost(double With, double Without)
{
    /// <summary>What the checks add, as a share of the step without.</summary>
    public double Share => (With / Without) - 1;
}
