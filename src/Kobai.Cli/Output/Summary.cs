using System.Text.Json;
using System.Text.Json.Nodes;
using Kobai.Recipes;

namespace Kobai.Cli.Output;

/// <summary>The outcome of a training for programs.</summary>
static class Summary
{
    public static string Of(Recipe recipe, TrainedModel model, string output) => new JsonObject
    {
        ["model"] = output,
        ["data"] = recipe.Schema.Name,
        ["target"] = recipe.Schema.Target.Name,
        ["task"] = recipe.Schema.Task.ToString().ToLowerInvariant(),
        ["classes"] = new JsonArray([.. recipe.Labels.Select(label => JsonValue.Create(label))]),
        ["rows"] = new JsonObject
        {
            ["train"] = recipe.TrainRows,
            ["validation"] = recipe.ValidationRows,
            ["test"] = recipe.TestRows,
        },
        ["family"] = model.Plan.Model.ToString().ToLowerInvariant(),
        ["hidden"] = new JsonArray([.. model.Plan.Hidden.Select(size => JsonValue.Create(size))]),
        ["epochs"] = model.Epochs,
        ["seed"] = recipe.Options.Seed,
        ["test"] = Numbers(model.Report, score => score.Value),
        ["baseline"] = Numbers(model.Report, score => score.Baseline),
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The scores by name; JSON has no infinity, so null stands for it.</summary>
    static JsonObject Numbers(Report report, Func<Score, double> number) => new(
        report.Scores.Select(score => KeyValuePair.Create(
            score.Name, (JsonNode?)(double.IsFinite(number(score)) ? JsonValue.Create(number(score)) : null))));
}
