using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Kobai.Cli.Commands;
using Spectre.Console;

namespace Kobai.Cli.Output;

/// <summary>Writes the help of a command: what it does, how it is called, its options by topic, and examples.</summary>
sealed class HelpText(Screen screen) : SynchronousCommandLineAction
{
    /// <summary>Replaces the built-in help of a command and those below it.</summary>
    public static void Attach(RootCommand root, Screen screen)
    {
        foreach (Option option in root.Options)
            if (option is HelpOption)
                option.Action = new HelpText(screen);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command, screen);
        return KobaiCommand.Done;
    }

    /// <summary>Writes the help of one command.</summary>
    public static void Write(Command command, Screen screen)
    {
        IAnsiConsole console = screen.Out;
        console.WriteLine(command.Description ?? "");
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]Usage[/]  {Usage(command)}");
        if (command.Subcommands.Count > 0)
            Section(console, "Commands", command.Subcommands.Select(each => (Invocation(each), FirstSentence(each))));
        if (command.Arguments.Count > 0)
            Section(console, "Arguments", command.Arguments.Select(each => (each.Name, each.Description ?? "")));
        if (command is DocumentedCommand documented)
        {
            foreach ((string title, Option[] options) in documented.Topics)
                Section(console, title, options.Select(each => (Label(each), each.Description ?? "")));
            Section(console, "Examples", documented.Examples.Select(each => ($"{each.Line}", each.Says)), below: true);
        }
        else
        {
            Section(console, "Options", [("--help", "Show this, or the help of a command."), ("--version", "Show the version.")]);
            Section(
                console,
                "Start here",
                [("kobai quickstart", "Train on data that comes with the tool."),
                 ("kobai train --help", "Train on your own.")]);
        }
    }

    static void Section(IAnsiConsole console, string title, IEnumerable<(string Name, string Says)> rows, bool below = false)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        if (below)
        {
            foreach ((string name, string says) in rows)
            {
                console.WriteLine($"  {name}");
                console.MarkupLineInterpolated($"      [grey]{says}[/]");
            }
            return;
        }
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(3)).AddColumn(new GridColumn().PadLeft(0));
        foreach ((string name, string says) in rows)
            grid.AddRow(new Text(name), new Text(says));
        console.Write(grid);
    }

    static string Usage(Command command) => command is RootCommand
        ? "kobai COMMAND [options]"
        : $"kobai {Invocation(command)} [options]";

    static string Invocation(Command command) => string.Join(' ', [command.Name, .. command.Arguments.Select(each => each.Name)]);

    static string FirstSentence(Command command) =>
        command.Description is string text && text.IndexOf('.', StringComparison.Ordinal) is > 0 and int end ? text[..(end + 1)] : "";

    static string Label(Option option)
    {
        string names = string.Join(", ", option.Aliases.Prepend(option.Name).OrderBy(name => name.Length));
        return option.HelpName is null ? names : $"{names} {option.HelpName}";
    }
}
