using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.Json;
using Kobai.Cli.Losses;
using Kobai.Cli.Output;
using Kobai.Losses;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary><c>kobai loss</c>: the value and the gradients of a loss of numbers in JSON.</summary>
static class LossCommand
{
    public static Command Create(Screen screen)
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "A loss, by its name here or in PyTorch: cross_entropy, BCEWithLogitsLoss, mse, …",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var file = new Argument<string?>("FILE")
        {
            Description = "A document {\"input\": [[…]], \"target\": […], …}; - for standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lines = new Option<bool>("--jsonl")
        {
            Description = "FILE holds one document a line, each naming its loss; one result a line is written.",
        };
        var explain = new Option<bool>("--explain") { Description = "Show formula, derivation and every step with its numbers." };
        var type = Flags.Choice<DType>("--dtype", "The type of the numbers in lists; float32 if not stated.");
        var isUnchecked = new Option<bool>("--unchecked")
        {
            Description = "Take NaN, and probabilities and targets outside their range, as the formula takes them.",
        };
        LossFlags flags = new();
        var command = new DocumentedCommand(
            "loss",
            "Evaluates a loss and its gradients on numbers in JSON. It writes them as JSON, or shows every step of the computation.")
        {
            Examples =
            [
                ("kobai loss cross_entropy --input \"[[1, 3, 0]]\" --target \"[1]\" --explain", "Softmax, loss and gradient, step by step."),
                ("kobai loss BCEWithLogitsLoss scores.json --reduction sum", "Of a document in a file."),
                ("kobai loss --jsonl cases.jsonl > results.jsonl", "Thousands of documents in one process."),
                ("kobai loss list", "Every loss with formula, arguments and other names."),
            ],
        };
        command.Add(name);
        command.Add(file);
        command.Add("What", explain, lines, type, isUnchecked);
        command.Add("Operands", [.. flags.Operands]);
        command.Add("Arguments", [.. flags.Arguments]);
        command.Add(LossListCommand.Create(screen));
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                DType floating = parsed.GetValue(type) ?? DType.Float32;
                if (parsed.GetValue(isUnchecked))
                    LossChecks.AreOn = false;
                string? first = parsed.GetValue(name), second = parsed.GetValue(file);
                try
                {
                    if (parsed.GetValue(lines))
                        RunStream(screen, first, second, floating, cancellation);
                    else
                        RunOne(screen, flags.Read(parsed, Named(first), second, floating), parsed.GetValue(explain));
                }
                catch (Exception mistake) when (mistake is LossException or ArgumentException)
                {
                    throw new RecipeException(LossMistake.Message(mistake), mistake);
                }
                return KobaiCommand.Done;
            },
            cancellation));
        return command;
    }

    /// <summary>The text of a file, or of standard input.</summary>
    public static StreamReader Open(string? path) =>
        new(path is null or "-" ? Console.OpenStandardInput() : File.OpenRead(path), Encoding.UTF8);

    static LossEntry Named(string? name) => LossRegistry.Find(
        name ?? throw new LossException("name a loss, such as kobai loss mse FILE; 'kobai loss list' shows them."));

    static void RunStream(Screen screen, string? file, string? more, DType type, CancellationToken cancellation)
    {
        if (more is not null)
            throw new LossException($"--jsonl: each line names its loss, so there is one FILE, not '{file}' and '{more}'.");
        LossDiagnostics.Listener = null;
        using TextReader input = Open(file);
        new LossStream(screen.Writer, type).Run(input, cancellation);
    }

    static void RunOne(Screen screen, LossDocument document, bool explains)
    {
        if (explains)
            new Explanation(screen.Out, document).Show();
        else
            screen.Writer.WriteLine(LossView.Text(document, document.Evaluate()));
    }
}
