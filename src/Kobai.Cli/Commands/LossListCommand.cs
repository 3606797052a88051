using System.CommandLine;
using Kobai.Cli.Losses;
using Kobai.Cli.Output;
using Spectre.Console;

namespace Kobai.Cli.Commands;

/// <summary><c>kobai loss list</c>: every loss with formula, arguments and other names.</summary>
static class LossListCommand
{
    public static Command Create(Screen screen)
    {
        var command = new DocumentedCommand("list", "Lists the losses with formula, operands, arguments with their defaults, and other names.")
        {
            Examples = [("kobai loss list", "All of them."), ("kobai loss list | grep -A 3 -i margin", "Those with margins.")],
        };
        command.SetAction(_ =>
        {
            foreach (LossEntry entry in LossRegistry.All)
                Show(screen.Out, entry);
            screen.Out.WriteLine($"{LossRegistry.All.Count} losses. All take reduction: {string.Join(", ", Reductions.All)}.");
        });
        return command;
    }

    static void Show(IAnsiConsole console, LossEntry entry)
    {
        console.MarkupLineInterpolated($"[bold]{entry.Name}[/]");
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0));
        grid.AddRow(new Text("formula", new Style(Color.Grey)), new Text(entry.Formula));
        grid.AddRow(new Text("takes", new Style(Color.Grey)), new Text(string.Join(", ", entry.Slots.Select(Signature))));
        grid.AddRow(new Text("also", new Style(Color.Grey)), new Text(string.Join(", ", entry.Aliases)));
        console.Write(grid);
        console.WriteLine();
    }

    static string Signature(Slot slot) => slot.Default switch
    {
        null => slot.IsOptional ? $"[{slot.Name}]" : slot.Name,
        bool flag => $"{slot.Name}={(flag ? "true" : "false")}",
        IFormattable number => $"{slot.Name}={number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}",
        object word => $"{slot.Name}={word}",
    };
}
