using Kobai.Cli.Output;
using Kobai.Recipes;

namespace Kobai.Cli.Commands;

/// <summary>Trains on one table and tells a person what happens.</summary>
sealed class TrainingJob(Screen screen)
{
    public required TableSource Source { get; init; }

    public required string? Target { get; init; }

    public required TableOptions Table { get; init; }

    public required RecipeOptions Recipe { get; init; }

    /// <summary>Where the model goes.</summary>
    public required string Output { get; init; }

    /// <summary>The file that the last line shows how to predict for.</summary>
    public required string PredictExample { get; init; }

    public bool Quiet { get; init; }

    public bool Json { get; init; }

    public int Run(CancellationToken cancellation)
    {
        if (Target is null)
            throw new RecipeException(
                $"say which column to predict with --target. The columns are {string.Join(", ", TableSchema.ColumnNames(Source, Table))}.");
        Predictor.CheckWritable(Output);
        TableSchema schema = TableSchema.Infer(Source, Target, Table, cancellation);
        Kobai.Recipes.Recipe recipe = Kobai.Recipes.Recipe.Prepare(schema, Recipe, cancellation);
        var view = new TrainingView(screen);
        if (!Quiet)
            view.ShowPlan(recipe);
        foreach (string warning in recipe.Warnings)
            screen.Warn(warning);

        TrainedModel model = recipe.Train(Quiet ? null : view, cancellation);
        cancellation.ThrowIfCancellationRequested();
        model.Predictor.Save(Output);
        if (!Quiet)
            view.ShowOutcome(recipe, model, Output, PredictExample);
        if (Json)
            screen.Writer.WriteLine(Summary.Of(recipe, model, Output));
        return KobaiCommand.Done;
    }
}
