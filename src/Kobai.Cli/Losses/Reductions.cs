using System.Text.Json;
using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>The names of the reductions.</summary>
static class Reductions
{
    /// <summary>The names, as PyTorch writes them.</summary>
    public static readonly string[] All = ["mean", "sum", "batchmean", "none"];

    /// <summary>The name of a reduction.</summary>
    public static string Name(Reduction reduction) => reduction.ToString().ToLowerInvariant();

    public static Reduction Read(JsonElement json) => Names.Key(json.ToString()) switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        "batchmean" => Reduction.BatchMean,
        "none" => Reduction.None,
        _ => throw new LossException($"reduction: {json.GetRawText()} is none of {string.Join(", ", All)}."),
    };
}
