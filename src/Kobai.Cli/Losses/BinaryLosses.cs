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
            Derivation =
            [
                "∂(ln p)/∂p = 1/p, ∂(ln(1 − p))/∂p = −1/(1 − p).",
                "∂ℓ/∂p = −t/p + (1 − t)/(1 − p).",
                "Over one denominator: (−t(1 − p) + (1 − t)p) / (p(1 − p)) = (p − t) / (p(1 − p)).",
                "Where p = σ(o): dp/do = p(1 − p), so ∂ℓ/∂o = ∂ℓ/∂p · dp/do = p − t.",
            ],
            Steps = [("−ln p", static (p, _) => -Math.Log(p)), ("−ln(1 − p)", static (p, _) => -Math.Log(1 - p))],
            Slots = [Slot.Tensor("input", "the probabilities p, from 0 to 1", "probabilities"), Target, Weight],
            Evaluate = v => Loss.BinaryCrossEntropy(v.Tensor("input"), v.Tensor("target"), v.Weight("weight"), v.Reduction),
        },
        new("BinaryCrossEntropyWithLogits", "ℓ = −c t ln σ(x) − (1 − t) ln σ(−x)", "∂ℓ/∂x = σ(x) − t for c = 1")
        {
            Aliases = ["BCEWithLogitsLoss", "binary_cross_entropy_with_logits", "bce_with_logits"],
            Derivation =
            [
                "With y = σ(x), 1 − y = σ(−x): ℓ = −c t ln y − (1 − t) ln(1 − y).",
                "dy/dx = exp(−x)/(1 + exp(−x))² = y(1 − y).",
                "∂ℓ/∂y = −c t/y + (1 − t)/(1 − y).",
                "Chain rule: ∂ℓ/∂x = ∂ℓ/∂y · y(1 − y) = −c t(1 − y) + (1 − t)y.",
                "For c = 1: −t + ty + y − ty = y − t.",
            ],
            Steps =
            [
                ("y = σ(x)", static (x, _) => 1 / (1 + Math.Exp(-x))),
                ("−ln y", static (x, _) => Softplus(-x)),
                ("−ln(1 − y)", static (x, _) => Softplus(x)),
            ],
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
        new("BinaryFocal", "ℓ = a u^γ BCE(x, t), u = σ(x)(1 − t) + σ(−x)t, a = αt + (1 − α)(1 − t) or 1", "for t = 1, y = σ(x): ∂ℓ/∂x = −a u^γ (u − γ y ln y)")
        {
            Aliases = ["sigmoid_focal_loss", "binary_focal_loss"],
            Slots =
            [
                Logits, Target,
                Slot.Number("gamma", 2, "γ, how much less easy elements count"),
                Slot.Number("alpha", null, "α, the share of the positive class") with { IsOptional = true },
            ],
            Evaluate = v => Loss.BinaryFocal(
                v.Tensor("input"), v.Tensor("target"), v.Number("gamma"), v.OptionalNumber("alpha"), v.Reduction),
        },
        new("MultiLabelSoftMargin", "ℓ = −(1/C) Σ_c w_c (t ln σ(x) + (1 − t) ln σ(−x))", "∂ℓ/∂x = (w/C)(σ(x) − t)")
        {
            Aliases = ["MultiLabelSoftMarginLoss", "multilabel_soft_margin_loss"],
            Slots = [Logits, Target with { TakesIntegers = true }, Weight],
            Evaluate = v => Loss.MultiLabelSoftMargin(v.Tensor("input"), v.Tensor("target"), v.Weight("weight"), v.Reduction),
        },
        new("Ordinal", "ℓ = Σ_k BCE(x_k, [t > k]) over K − 1 logits", "∂ℓ/∂x_k = σ(x_k) − [t > k]")
        {
            Aliases = ["coral", "ordinal_regression"],
            Slots =
            [
                Slot.Tensor("input", "the raw scores x: (N, K − 1)", "logits"),
                Slot.Labels("target", "the ranks 0 … K − 1: (N)", "labels"),
            ],
            Evaluate = v => Loss.Ordinal(v.Tensor("input"), v.Labels("target"), v.Reduction),
        },
    ];

    // ln(1 + exp(x)); the quotient makes up for what the rounding of u loses.
    static double Softplus(double x)
    {
        double e = Math.Exp(-Math.Abs(x)), u = 1 + e;
        return Math.Max(x, 0) + (u == 1 ? e : Math.Log(u) * e / (u - 1));
    }
}
