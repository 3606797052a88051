using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of pairs and triplets.</summary>
static class PairLosses
{
    static readonly Slot First = Slot.Tensor("input", "the first of each pair, a", "first"),
        Second = Slot.Tensor("input2", "the second of each pair, b, in the shape of the input", "second"),
        Sign = Slot.Tensor("target", "the targets t, −1 or +1, one for each pair") with { TakesIntegers = true };

    public static readonly LossEntry[] All =
    [
        new("MarginRanking", "ℓ = max(0, margin − t (a − b))", "∂ℓ/∂a = −t and ∂ℓ/∂b = t where ℓ > 0, else 0")
        {
            Aliases = ["MarginRankingLoss", "margin_ranking_loss"],
            Slots = [First, Second, Sign, Slot.Number("margin", 0, "by how much the higher should be ahead")],
            Evaluate = v => Loss.MarginRanking(
                v.Tensor("input"), v.Tensor("input2"), v.Tensor("target"), v.Number("margin"), v.Reduction),
        },
    ];
}
