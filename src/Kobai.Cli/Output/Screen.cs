using Spectre.Console;

namespace Kobai.Cli.Output;

/// <summary>Where the command writes: results on standard output, complaints and progress on standard error.</summary>
sealed class Screen
{
    readonly TextWriter error;

    public Screen(TextWriter output, TextWriter error)
    {
        this.error = error;
        Writer = output;
        Out = Terminal(output, isTerminal: ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
        IsLive = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        Err = Terminal(error, IsLive);
    }

    /// <summary>Standard output as it is, for data.</summary>
    public TextWriter Writer { get; }

    /// <summary>Standard output with styles, where it is a terminal.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Standard error with styles, where it is a terminal.</summary>
    public IAnsiConsole Err { get; }

    /// <summary>Whether standard error is a terminal, so that a line on it can be written over.</summary>
    public bool IsLive { get; }

    /// <summary>Says what went wrong in one line.</summary>
    public void Error(string message) => error.WriteLine($"kobai: {message}");

    /// <summary>Says what to know although the work goes on.</summary>
    public void Warn(string message) => error.WriteLine($"warning: {message}");

    /// <summary>Writes over the last line of standard error.</summary>
    public void Live(string line)
    {
        int width = Math.Max(20, Err.Profile.Width - 1);
        error.Write($"\r{(line.Length > width ? line[..width] : line.PadRight(width))}");
    }

    /// <summary>Writes a line of standard error.</summary>
    public void Note(string line) => error.WriteLine(line);

    static IAnsiConsole Terminal(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(isTerminal ? writer : new TrimmingWriter(writer)),
        });
        if (!isTerminal)
            console.Profile.Width = 160;
        return console;
    }
}
