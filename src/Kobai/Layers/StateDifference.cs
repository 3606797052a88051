
namespace Kobai.Layers;

/// <summary>Where a state does not fit a model.</summary>
/// <param name="Missing">Names that the model has and the state has not.</param>
/// <param name="Unexpected">Names that the state has and the model has not.</param>
/// <param name="Misshapen">Names that both have, with different shapes.</param>
/// <remarks><example><code>
/// var difference = new Linear(2, 1).SetState(new Linear(3, 1, bias: false).GetState(), strict: false);
/// difference.Missing             // [bias]
/// difference.Misshapen[0].Name   // weight
/// </code></example></remarks>
public sealed record StateDifference(
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyList<(string Name, Shape Model, Shape State)> Misshapen)
{
    /// <summary>Whether everything fits.</summary>
    public bool IsEmpty => Missing.Count + Unexpected.Count + Misshapen.Count == 0;

    /// <summary>A line for each kind of difference; empty if everything fits.</summary>
    public override string ToString()
    {
        var lines = new List<string>();
        if (Missing.Count > 0) lines.Add($"Missing: {string.Join(", ", Missing)}");
        if (Unexpected.Count > 0) lines.Add($"Unexpected: {string.Join(", ", Unexpected)}");
        if (Misshapen.Count > 0)
        {
            lines.Add($"Misshapen: {string.Join("; ", Misshapen.Select(item => $"{item.Name} is {item.Model}, the state has {item.State}"))}");
        }
        return string.Join(Environment.NewLine, lines);
    }

    internal static StateDifference Between(IReadOnlyDictionary<string, Tensor> model, IReadOnlyDictionary<string, Tensor> state) => new(
        [.. model.Keys.Where(name => !state.ContainsKey(name))],
        [.. state.Keys.Where(name => !model.ContainsKey(name))],
        [.. from item in model
            where state.TryGetValue(item.Key, out var value) && value.Shape != item.Value.Shape
            select (item.Key, item.Value.Shape, state[item.Key].Shape)]);
}
