using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of one class among several.</summary>
static class ClassLosses
{
    static readonly Slot Logits = Slot.Tensor("input", "the raw scores x, before any softmax: (N, C), (N, C, d₁, …) or (C)", "logits"),
        Weight = Slot.Weight("weight", "a factor for each class: (C)"),
        Scores = Slot.Tensor("input", "the raw scores x: (N, C) or (C)", "scores"),
        Classes = Slot.Labels("target", "the classes 0 … C − 1, one for each row", "labels"),
        Ignored = Slot.Whole("ignore_index", -100, "the label of rows that do not count", "ignoredLabel"),
        Smoothing = Slot.Number("label_smoothing", 0, "K: the target becomes 1 − K on the label plus K/C on every class", "labelSmoothing");

    public static readonly LossEntry[] All =
    [
        new("CrossEntropy", "ℓ = −ln softmax(x)ₜ for a class t, −Σ tⱼ ln softmax(x)ⱼ for probabilities", "∂ℓ/∂xⱼ = softmax(x)ⱼ − tⱼ")
        {
            Aliases = ["CrossEntropyLoss", "cross_entropy", "softmax_cross_entropy", "ce"],
            Derivation =
            [
                "yⱼ = exp(xⱼ)/S with S = Σₖ exp(xₖ), so ln yⱼ = xⱼ − ln S. ℓ = −Σⱼ tⱼ ln yⱼ.",
                "∂(ln S)/∂xₖ = exp(xₖ)/S = yₖ.",
                "∂(ln yⱼ)/∂xₖ = [j = k] − yₖ, where [j = k] is 1 for j = k, else 0.",
                "∂ℓ/∂xₖ = −Σⱼ tⱼ([j = k] − yₖ) = −tₖ + yₖ Σⱼ tⱼ.",
                "The targets sum to 1: ∂ℓ/∂xₖ = yₖ − tₖ.",
            ],
            Slots =
            [
                Logits,
                new("target", SlotKind.LabelsOrTensor, "the classes: (N), (N, d₁, …) or (); or probabilities in the shape of the input")
                {
                    Parameters = ["labels", "probabilities"],
                },
                Weight, Ignored, Smoothing,
            ],
            Evaluate = CrossEntropy,
        },
        new("Brier", "ℓ = Σ_c (p_c − [c = t])²", "∂ℓ/∂p_c = 2(p_c − [c = t])")
        {
            Aliases = ["brier_score"],
            Slots = [Slot.Tensor("input", "the probabilities p: (N, C)", "probabilities"), Classes],
            Evaluate = v => Loss.Brier(v.Tensor("input"), v.Labels("target"), v.Reduction),
        },
        new("NegativeLogLikelihood", "ℓ = −w_t x_t of log-probabilities x", "∂ℓ/∂x_t = −w_t, 0 elsewhere")
        {
            Aliases = ["NLLLoss", "nll_loss", "NLLLoss2d"],
            Slots =
            [
                Slot.Tensor("input", "the log-probabilities x: (N, C), (N, C, d₁, …) or (C)", "logProbabilities"), Classes, Weight, Ignored,
            ],
            Evaluate = v => Loss.NegativeLogLikelihood(
                v.Tensor("input"), v.Labels("target"), v.Weight("weight"), v.Whole("ignore_index"), v.Reduction),
        },
        new("Focal", "ℓ = −w_t (1 − p_t)^γ ln p_t, p = softmax(x)", "∂ℓ/∂x_j = w_t (1 − p_t)^γ (1 − γ p_t ln p_t/(1 − p_t)) (p_j − [j = t])")
        {
            Aliases = ["focal_loss"],
            Slots = [Logits, Classes, Slot.Number("gamma", 2, "γ, how much less easy rows count"), Weight, Ignored],
            Evaluate = v => Loss.Focal(
                v.Tensor("input"), v.Labels("target"), v.Number("gamma"), v.Weight("weight"), v.Whole("ignore_index"), v.Reduction),
        },
        new("GeneralizedCrossEntropy", "ℓ = (1 − p_t^q)/q, p = softmax(x)", "∂ℓ/∂x_j = p_t^q (p_j − [j = t])")
        {
            Aliases = ["gce"],
            Slots = [Logits, Classes, Slot.Number("q", 0.7, "q, from cross-entropy (to 0) to absolute error (1)")],
            Evaluate = v => Loss.GeneralizedCrossEntropy(v.Tensor("input"), v.Labels("target"), v.Number("q"), v.Reduction),
        },
        new("SymmetricCrossEntropy", "ℓ = −α ln p_t − β A (1 − p_t), p = softmax(x)", "∂ℓ/∂x_j = (α − β A p_t)(p_j − [j = t])")
        {
            Aliases = ["sce"],
            Slots =
            [
                Logits, Classes,
                Slot.Number("alpha", 0.1, "α, the weight of cross-entropy"),
                Slot.Number("beta", 1, "β, the weight of reverse cross-entropy"),
                Slot.Number("log_zero", -4, "A, what stands for ln 0", "logZero"),
            ],
            Evaluate = v => Loss.SymmetricCrossEntropy(
                v.Tensor("input"), v.Labels("target"), v.Number("alpha"), v.Number("beta"), v.Number("log_zero"), v.Reduction),
        },
        new("Poly", "ℓ = −ln p_t + ε (1 − p_t), p = softmax(x)", "∂ℓ/∂x_j = (1 + ε p_t)(p_j − [j = t])")
        {
            Aliases = ["poly1_cross_entropy"],
            Slots = [Logits, Classes, Slot.Number("eps", 1, "ε, the weight of the linear term", "epsilon")],
            Evaluate = v => Loss.Poly(v.Tensor("input"), v.Labels("target"), v.Number("eps"), v.Reduction),
        },
        new("ZLoss", "ℓ = (ln Σ_j exp(x_j))²", "∂ℓ/∂x_j = 2 ln S · softmax(x)_j")
        {
            Aliases = ["router_z_loss"],
            Slots = [Logits],
            Evaluate = v => Loss.ZLoss(v.Tensor("input"), v.Reduction),
        },
        new("MultiMargin", "ℓ = Σ_{i≠t} w_t max(0, margin − x_t + x_i)^p / C", "∂ℓ/∂x_i = w_t p max(0, …)^(p−1) / C, at t minus their sum")
        {
            Aliases = ["MultiMarginLoss", "multi_margin_loss"],
            Slots =
            [
                Scores, Classes,
                Slot.Whole("p", 1, "the exponent: 1 or 2"),
                Slot.Number("margin", 1, "by how much the class should be ahead"),
                Weight,
            ],
            Evaluate = v => Loss.MultiMargin(
                v.Tensor("input"), v.Labels("target"), checked((int)v.Whole("p")), v.Number("margin"), v.Weight("weight"), v.Reduction),
        },
        new("MultiLabelMargin", "ℓ = Σ_{j∈T, i∉T} max(0, 1 − x_j + x_i) / C", "∂ℓ/∂x_i = the number of j that i comes too near to, / C")
        {
            Aliases = ["MultiLabelMarginLoss", "multilabel_margin_loss"],
            Slots =
            [
                Scores,
                Slot.Labels("target", "the classes T of a row, ended by −1, in the shape of the input", "labels"),
            ],
            Evaluate = v => Loss.MultiLabelMargin(v.Tensor("input"), v.Labels("target"), v.Reduction),
        },
        new("LinearCrossEntropy", "ℓ = −ln softmax(h Wᵀ + b)ₜ, without ever holding the logits", "∂ℓ/∂h = (softmax − t) W, ∂ℓ/∂W = (softmax − t)ᵀ h")
        {
            Aliases = ["fused_linear_cross_entropy", "cut_cross_entropy"],
            Slots =
            [
                Slot.Tensor("input", "the hidden states h: (N, D)", "hidden"),
                Slot.Tensor("input2", "the weights W of the classes: (C, D)", "classes"),
                Slot.Labels("target", "the classes 0 … C − 1: (N)", "labels"),
                Slot.Tensor("bias", "the bias b: (C)") with { IsOptional = true },
                Ignored, Smoothing,
            ],
            Evaluate = v => Loss.LinearCrossEntropy(
                v.Tensor("input"), v.Tensor("input2"), v.Labels("target"), v.Optional("bias"), v.Whole("ignore_index"),
                v.Number("label_smoothing"), v.Reduction),
        },
    ];

    static Tensor CrossEntropy(LossValues v)
    {
        Tensor input = v.Tensor("input");
        double smoothing = v.Number("label_smoothing");
        if (v.IsLabels("target", "input"))
            return Loss.CrossEntropy(input, v.Labels("target"), v.Weight("weight"), v.Whole("ignore_index"), smoothing, v.Reduction);
        return v.Has("ignore_index") && v.Whole("ignore_index") >= 0
            ? throw new LossException("CrossEntropy: ignore_index is not supported for floating point target. Give such rows a target of zeros.")
            : Loss.CrossEntropy(input, v.Tensor("target"), v.Weight("weight"), smoothing, v.Reduction);
    }
}
