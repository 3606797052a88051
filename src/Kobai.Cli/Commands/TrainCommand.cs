using System.CommandLine;
using Kobai.Cli.Output;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary><c>kobai train</c>: from a table to a saved, measured model.</summary>
static class TrainCommand
{
    public static Command Create(Screen screen)
    {
        var data = new Argument<string>("DATA") { Description = "A table with a line of column names: CSV, TSV and the like." };
        var target = new Option<string?>("--target", "-t") { Description = "The column to predict.", HelpName = "COLUMN" };
        var save = new Option<string?>("--output", "-o")
        {
            Description = "Where the model goes; DATA with the ending .kobai, in this folder, if not stated.",
            HelpName = "FILE",
        };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Say nothing but warnings." };
        var json = new Option<bool>("--json") { Description = "Write the outcome to standard output as JSON." };
        var tableFlags = new TableFlags();
        var recipeFlags = new RecipeFlags();
        var command = new DocumentedCommand(
            "train",
            "Trains a model on a table. It says what it infers about each column and which option overrides it, holds rows out, "
            + "trains, reports on the held-out rows beside the trivial baseline, and saves one file.")
        {
            Examples =
            [
                ("kobai train titanic.csv --target survived", "Trains, reports, and saves titanic.kobai."),
                ("kobai train houses.csv -t price --drop id --categorical postcode", "States what the columns are."),
                ("kobai train digits.csv -t label --model mlp --hidden 256 --epochs 20", "States the model and the training."),
                ("kobai train data.csv -t y --seed 7 --quiet --json > summary.json", "For a script."),
            ],
        };
        command.Add(data);
        command.Add("What", target, save);
        recipeFlags.AddTo(command);
        tableFlags.AddTo(command);
        command.Add("Output", quiet, json);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(data);
            var job = new TrainingJob(screen)
            {
                Source = TableSource.FromFile(path),
                Target = parsed.GetValue(target),
                Table = tableFlags.Read(parsed),
                Recipe = recipeFlags.Read(parsed),
                Output = parsed.GetValue(save) ?? Path.GetFileNameWithoutExtension(path) + ".kobai",
                PredictExample = path,
                Quiet = parsed.GetValue(quiet) || parsed.GetValue(json),
                Json = parsed.GetValue(json),
            };
            return Task.Run(() => job.Run(cancellation), cancellation);
        });
        return command;
    }
}
