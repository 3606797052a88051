using System.CommandLine;
using Kobai.Cli.Output;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary><c>kobai predict</c>: the rows of a table with what a model says about them.</summary>
static class PredictCommand
{
    public static Command Create(Screen screen)
    {
        var model = new Argument<string>("MODEL") { Description = "A model file that kobai train has made." };
        var data = new Argument<string>("DATA") { Description = "A table with the columns the model was trained on, by name." };
        var save = new Option<string?>("--output", "-o")
        {
            Description = "Where the rows go; standard output if not stated.",
            HelpName = "FILE",
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but warnings." };
        var tableFlags = new TableFlags();
        var command = new DocumentedCommand(
            "predict",
            "Predicts for each row of a table. It writes the rows as CSV with the predicted label and the probability of each class, "
            + "and, when the table has the target column, says how right it was.")
        {
            Examples =
            [
                ("kobai predict titanic.kobai passengers.csv --output predictions.csv", "Writes a file."),
                ("kobai predict titanic.kobai passengers.csv | head", "Writes to standard output."),
            ],
        };
        command.Add(model);
        command.Add(data);
        command.Add("Output", save, quiet);
        tableFlags.AddFileFlagsTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(
            () =>
            {
                var predictor = Predictor.Load(parsed.GetRequiredValue(model));
                var source = TableSource.FromFile(parsed.GetRequiredValue(data));
                string? path = parsed.GetValue(save);
                TableResult result = path is null
                    ? ToStandardOutput(screen, predictor, source, tableFlags.Read(parsed), cancellation)
                    : predictor.PredictTable(source, path, tableFlags.Read(parsed), cancellation);
                foreach (string warning in result.Warnings)
                    screen.Warn(warning);
                if (!parsed.GetValue(quiet))
                    Say(screen, predictor, result, path);
                return KobaiCommand.Done;
            },
            cancellation));
        return command;
    }

    static TableResult ToStandardOutput(
        Screen screen, Predictor predictor, TableSource source, TableOptions options, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        TableResult result = predictor.PredictTable(source, bytes, options, cancellation);
        bytes.Position = 0;
        using var reader = new StreamReader(bytes);
        char[] chars = new char[1 << 14];
        for (int count; (count = reader.Read(chars)) > 0;)
            screen.Writer.Write(chars.AsSpan(0, count));
        screen.Writer.Flush();
        return result;
    }

    static void Say(Screen screen, Predictor predictor, TableResult result, string? path)
    {
        if (path is not null)
            screen.Note($"{result.Rows:N0} rows with predictions of '{predictor.Target}' are in {path}.");
        if (result.Report is Report report)
        {
            screen.Note($"The table has the column '{predictor.Target}', so the predictions can be checked:");
            ReportView.Show(screen.Err, report, "rows", predictor.Labels, predictor.Task);
        }
    }
}
