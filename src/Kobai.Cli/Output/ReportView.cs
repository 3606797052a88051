using System.Globalization;
using Kobai.Metrics;
using Kobai.Recipes;
using Spectre.Console;

namespace Kobai.Cli.Output;

/// <summary>Shows a report: the scores beside the baseline, and which classes are taken for which.</summary>
static class ReportView
{
    const int MostClasses = 12;

    public static void Show(IAnsiConsole console, Report report, string rows, IReadOnlyList<string> labels, TaskKind task)
    {
        string baseline = task == TaskKind.Regression ? "always the mean" : "always the majority";
        var scores = new Table().NoBorder().AddColumn($"{report.Rows:N0} {rows}")
            .AddColumn(new TableColumn("[bold]this model[/]").RightAligned())
            .AddColumn(new TableColumn($"[grey]{baseline}[/]").RightAligned());
        foreach (TableColumn column in scores.Columns)
            column.PadRight(3);
        foreach (Score score in report.Scores)
            scores.AddRow(new Text(score.Name), new Text(Number(score.Value)), new Text(Number(score.Baseline), new Style(Color.Grey)));
        console.Write(scores);
        if (report.Confusion is ConfusionMatrix confusion && labels.Count <= MostClasses)
        {
            console.WriteLine();
            Show(console, confusion, labels);
        }
    }

    static void Show(IAnsiConsole console, ConfusionMatrix confusion, IReadOnlyList<string> labels)
    {
        var table = new Table().NoBorder().AddColumn("[grey]is ↓  taken for →[/]");
        foreach (string label in labels)
            table.AddColumn(new TableColumn(new Text(label)).RightAligned());
        foreach (TableColumn column in table.Columns)
            column.PadRight(2);
        table.AddColumn(new TableColumn("[grey]recall[/]").RightAligned());
        for (int expected = 0; expected < labels.Count; expected++)
        {
            List<Text> cells = [new(labels[expected])];
            for (int predicted = 0; predicted < labels.Count; predicted++)
                cells.Add(new(
                    confusion[expected, predicted].ToString("N0", CultureInfo.InvariantCulture),
                    expected == predicted ? new Style(Color.Green) : confusion[expected, predicted] == 0 ? new Style(Color.Grey) : null));
            cells.Add(new(confusion.Recall(expected).ToString("P0", CultureInfo.InvariantCulture), new Style(Color.Grey)));
            table.AddRow(cells);
        }
        console.Write(table);
    }

    static string Number(double value) => Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3)
        ? value.ToString("G4", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 100 ? "F1" : "F4", CultureInfo.InvariantCulture);
}
