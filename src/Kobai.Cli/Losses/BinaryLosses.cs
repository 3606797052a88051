using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of yes or no.</summary>
static class BinaryLosses
{
    static readonly Slot Logits = Slot.Tensor("input", "the raw scores x, before any sigmoid", "logits"),
        Target = Slot.Tensor("target", "the targets t, from 0 to 1, in the shape of the input"),
        Sign = Slot.Tensor("target", "the targets t, −1 or +1, in the shape of the input") with { TakesIntegers = true },
        Weight = Slot.Weight("weight", "a factor for each element; it broadcasts to the input");

    public static readonly LossEntry[] All =
    [
        new("BinaryCrossEntropy", "ℓ = −t ln p − (1 − t) ln(1 − p)", "∂ℓ/∂p = (p − t) / (p (1 − p))")
        {
            Aliases = ["BCELoss", "binary_cross_entropy", "bce"],
            Slots = [Slot.Tensor("input", "the probabilities p, from 0 to 1", "probabilities"), Target, Weight],
            Evaluate = v => Loss.BinaryCrossEntropy(v.Tensor("input"), v.Tensor("target"), v.Weight("weight"), v.Reduction),
        },
        new("BinaryCrossEntropyWithLogits", "ℓ = −c t ln σ(x) − (1 − t) ln σ(−x)", "∂ℓ/∂x = σ(x) − t for c = 1")
        {
            Aliases = ["BCEWithLogitsLoss", "binary_cross_entropy_with_logits", "bce_with_logits"],
            Slots =
            [
                Logits, Target, Weight,
                Slot.Weight("pos_weight", "c, a factor for the positive class; it broadcasts to the input", "positiveWeight"),
            ],
            Evaluate = v => Loss.BinaryCrossEntropyWithLogits(
                v.Tensor("input"), v.Tensor("target"), v.Weight("weight"), v.Weight("pos_weight"), v.Reduction),
        },
        new("SoftMargin", "ℓ = ln(1 + exp(−t x))", "∂ℓ/∂x = −t σ(−t x)")
        {
            Aliases = ["SoftMarginLoss", "soft_margin_loss", "logistic"],
            Slots = [Slot.Tensor("input", "the raw scores x"), Sign],
            Evaluate = v => Loss.SoftMargin(v.Tensor("input"), v.Tensor("target"), v.Reduction),
        },
        new("HingeEmbedding", "ℓ = x for t = 1, max(0, margin − x) for t = −1", "∂ℓ/∂x = 1 for t = 1; −1 below the margin, else 0")
        {
            Aliases = ["HingeEmbeddingLoss", "hinge_embedding_loss"],
            Slots =
            [
                Slot.Tensor("input", "the distances x"), Sign, Slot.Number("margin", 1, "how far apart a different pair should be"),
            ],
            Evaluate = v => Loss.HingeEmbedding(v.Tensor("input"), v.Tensor("target"), v.Number("margin"), v.Reduction),
        },
    ];
}
