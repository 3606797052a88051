using System.Text.Json.Serialization;

namespace Kobai.Recipes;

/// <summary>Everything about a trained model but its weights: what a model file says in JSON.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Task">What is predicted.</param>
/// <param name="Target">The column that is predicted.</param>
/// <param name="Labels">The names of the classes in the order of the outputs; empty for a regression.</param>
/// <param name="TargetMean">What is added to the scaled output of a regression.</param>
/// <param name="TargetDeviation">What the output of a regression is scaled by.</param>
/// <param name="Features">How each column becomes inputs.</param>
/// <param name="Missing">Texts that mean "no value", besides the usual ones.</param>
/// <param name="Hidden">The sizes of the hidden layers; none for logistic or linear regression.</param>
/// <param name="Results">What was measured on the test rows, by name.</param>
sealed record ModelDescription(
    int Version,
    TaskKind Task,
    string Target,
    string[] Labels,
    float TargetMean,
    float TargetDeviation,
    Feature[] Features,
    string[] Missing,
    int[] Hidden,
    Dictionary<string, double> Results)
{
    public const int CurrentVersion = 1;

    /// <summary>The number of outputs: one for a regression and for two classes, else one per class.</summary>
    [JsonIgnore]
    public int Outputs => Labels.Length > 2 ? Labels.Length : 1;

    /// <summary>What is wrong with a description read from a file; null when nothing is.</summary>
    public string? Fault() =>
        Version > CurrentVersion ? $"it was written by a newer kobai (format {Version}); update this one"
        : Version < 1 ? $"its format {Version} is unknown"
        : Array.Exists(Features, feature => feature is null || !feature.IsSound()) ? "a feature is not complete"
        : Features.Length == 0 ? "it has no features"
        : Array.Exists(Labels, label => label is null) || Array.Exists(Missing, text => text is null) ? "a name is missing"
        : Task == TaskKind.Classification == Labels.Length < 2 ? $"{Labels.Length} classes do not fit a {Task}"
        : Array.Exists(Hidden, size => size < 1) ? "a layer has no units"
        : null;
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelDescription))]
sealed partial class ModelJson : JsonSerializerContext;
