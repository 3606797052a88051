using System.CommandLine;
using System.CommandLine.Parsing;
using Kobai.Cli.Commands;
using Kobai.Cli.Output;
using Kobai.Recipes;

namespace Kobai.Cli;

/// <summary>The <c>kobai</c> command.</summary>
static class KobaiCommand
{
    /// <summary>The work was done.</summary>
    public const int Done = 0;

    /// <summary>A person made a mistake that the message on standard error says how to mend.</summary>
    public const int UserError = 2;

    /// <summary>The work was cancelled by Ctrl+C; nothing half-written is left.</summary>
    public const int Cancelled = 130;

    /// <summary>Runs the command and gives its exit code.</summary>
    public static async Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        var screen = new Screen(output, error);
        ParseResult parsed = Root(screen).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpText)
        {
            screen.Error(Complaint(parsed));
            return UserError;
        }
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = error,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (RecipeException mistake)
        {
            screen.Error(mistake.Message);
            return UserError;
        }
        catch (OperationCanceledException)
        {
            screen.Error("cancelled; nothing was written.");
            return Cancelled;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            screen.Error(fault.Message);
            return UserError;
        }
        catch (OutOfMemoryException)
        {
            screen.Error("there is not enough memory; leave columns out with --drop, or use fewer rows.");
            return UserError;
        }
    }

    static RootCommand Root(Screen screen)
    {
        var root = new RootCommand(
            "Trains neural networks from a file, and predicts with them. No code, no cloud, one file per model.")
        {
            QuickstartCommand.Create(screen),
            TrainCommand.Create(screen),
            PredictCommand.Create(screen),
            LossCommand.Create(screen),
        };
        root.SetAction(_ => HelpText.Write(root, screen));
        HelpText.Attach(root, screen);
        return root;
    }

    static string Complaint(ParseResult parsed)
    {
        ParseError first = parsed.Errors[0];
        Command command = parsed.CommandResult.Command;
        string path = command is RootCommand ? "kobai" : $"kobai {command.Name}";
        return $"{first.Message.TrimEnd('.')}. '{path} --help' shows what there is.";
    }
}
