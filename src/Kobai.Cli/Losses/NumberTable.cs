using System.Globalization;
using Spectre.Console;

namespace Kobai.Cli.Losses;

/// <summary>
/// A table of right-aligned numbers. Columns beyond the width of the terminal follow below, and rows beyond the first are
/// left out.
/// </summary>
sealed class NumberTable(IReadOnlyList<string> titles)
{
    const int MostRows = 48, Gap = 2;

    readonly List<IReadOnlyList<string>> rows = [];
    int count;

    public void Add(params IReadOnlyList<string> cells)
    {
        if (count++ < MostRows)
            rows.Add(cells);
    }

    public void Show(IAnsiConsole console)
    {
        int[] widths = [.. titles.Select((title, column) => rows.Select(row => row[column].Length).Append(title.Length).Max() + Gap)];
        for (int start = 1; start < titles.Count;)
        {
            int end = start + 1;
            while (end < titles.Count && widths[0] + widths[start..(end + 1)].Sum() <= console.Profile.Width)
                end++;
            Show(console, [0, .. Enumerable.Range(start, end - start)]);
            start = end;
        }
        if (count > MostRows)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[grey]  … and {count - MostRows:N0} more[/]\n");
    }

    void Show(IAnsiConsole console, int[] columns)
    {
        Table table = new Table().NoBorder();
        foreach (int column in columns)
        {
            var title = new Text(titles[column], new Style(Color.Grey));
            table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, Padding = new(0, 0, Gap, 0) });
        }
        foreach (IReadOnlyList<string> row in rows)
            table.AddRow(columns.Select(column => new Text(row[column])));
        console.Write(table);
        console.WriteLine();
    }
}
