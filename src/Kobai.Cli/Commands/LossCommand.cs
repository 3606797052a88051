using System.CommandLine;
using System.Text;
using Kobai.Cli.Losses;
using Kobai.Cli.Output;

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
            Description = "A JSON document; - or nothing for standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lines = new Option<bool>("--jsonl") { Description = "Evaluate one document a line, each naming its loss; write one result a line." };
        var type = Flags.Choice<DType>("--dtype", "The type of the numbers in lists.");
        var command = new DocumentedCommand(
            "loss",
            "Evaluates a loss and its gradients on numbers in JSON. It writes the loss and the gradients as JSON, or shows every step of "
            + "the computation.")
        {
            Examples =
            [
                ("kobai loss --jsonl cases.jsonl > results.jsonl", "Thousands of cases in one process."),
            ],
        };
        command.Add(name);
        command.Add(file);
        command.Add("Input", lines, type);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                DType floating = parsed.GetValue(type) ?? DType.Float32;
                using TextReader input = Open(parsed.GetValue(name));
                new LossStream(screen.Writer, floating).Run(input, cancellation);
                return KobaiCommand.Done;
            },
            cancellation));
        return command;
    }

    static StreamReader Open(string? path) =>
        new(path is null or "-" ? Console.OpenStandardInput() : File.OpenRead(path), Encoding.UTF8);
}
