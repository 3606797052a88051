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
        new("CosineEmbedding", "ℓ = 1 − cos(a, b) for t = 1, max(0, cos(a, b) − margin) for t = −1", "∂cos/∂a = (b/|b| − cos · a/|a|)/|a|")
        {
            Aliases = ["CosineEmbeddingLoss", "cosine_embedding_loss"],
            Slots = [First, Second, Sign, Slot.Number("margin", 0, "the cosine that a different pair may have")],
            Evaluate = v => Loss.CosineEmbedding(
                v.Tensor("input"), v.Tensor("input2"), v.Tensor("target"), v.Number("margin"), v.Reduction),
        },
        new("TripletMargin", "ℓ = max(0, d(a, p) − d(a, n) + margin), d(u, v) = ‖u − v + ε‖ₚ", "∂ℓ/∂a = ∂d(a, p)/∂a − ∂d(a, n)/∂a where ℓ > 0")
        {
            Aliases = ["TripletMarginLoss", "triplet_margin_loss", "TripletMarginWithDistanceLoss", "triplet_margin_with_distance_loss"],
            Slots =
            [
                Slot.Tensor("input", "the anchors a: (N, D) or (D)", "anchor"),
                Slot.Tensor("input2", "the positives p, in the shape of the input", "positive"),
                Slot.Tensor("input3", "the negatives n, in the shape of the input", "negative"),
                Slot.Number("margin", 1, "by how much farther the negative should be"),
                Slot.Number("p", 2, "the exponent of the norm"),
                Slot.Number("eps", 1e-6, "ε, which keeps the norm of 0 differentiable", "epsilon"),
                Slot.Flag("swap", preset: false, "whether d(p, n) counts where it is below d(a, n)"),
                new("distance", SlotKind.Word, "another distance in place of the norm: euclidean, manhattan or cosine") { IsOptional = true },
            ],
            Evaluate = TripletMargin,
        },
        new("InfoNce", "ℓᵢ = −ln softmax(qᵢ · kⱼ / τ)ᵢ: the key of the same row against all others", "∂ℓᵢ/∂qᵢ = (Σⱼ sᵢⱼ kⱼ − kᵢ)/τ for normalize=false")
        {
            Aliases = ["info_nce", "clip_loss", "nt_xent"],
            Slots =
            [
                Slot.Tensor("input", "the queries q: (N, D)", "queries"),
                Slot.Tensor("input2", "the keys k: (N, D)", "keys"),
                Slot.Number("temperature", 0.1, "τ"),
                Slot.Flag("normalize", preset: true, "whether queries and keys are divided by their norms"),
                Slot.Flag("symmetric", preset: false, "whether the loss of the keys against the queries is averaged in"),
            ],
            Evaluate = v => Loss.InfoNce(
                v.Tensor("input"), v.Tensor("input2"), v.Number("temperature"), v.Flag("normalize"), v.Flag("symmetric"), v.Reduction),
        },
    ];

    static Tensor TripletMargin(LossValues v)
    {
        Tensor anchor = v.Tensor("input"), positive = v.Tensor("input2"), negative = v.Tensor("input3");
        Func<Tensor, Tensor, Tensor>? distance = v.Word("distance", "euclidean", "manhattan", "cosine") switch
        {
            "euclidean" => static (a, b) => ((a - b) * (a - b)).Sum(-1).Sqrt(),
            "manhattan" => static (a, b) => (a - b).Abs().Sum(-1),
            "cosine" => static (a, b) => 1 - (a * b).Sum(-1) / ((a * a).Sum(-1) * (b * b).Sum(-1)).Sqrt(),
            _ => null,
        };
        return distance is null
            ? Loss.TripletMargin(
                anchor, positive, negative, v.Number("margin"), v.Number("p"), v.Number("eps"), v.Flag("swap"), v.Reduction)
            : Loss.TripletMargin(anchor, positive, negative, distance, v.Number("margin"), v.Flag("swap"), v.Reduction);
    }
}
