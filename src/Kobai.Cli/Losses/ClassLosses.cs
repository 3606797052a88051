using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of one class among several.</summary>
static class ClassLosses
{
    static readonly Slot Logits = Slot.Tensor("input", "the raw scores x, before any softmax: (N, C), (N, C, d₁, …) or (C)", "logits"),
        Weight = Slot.Weight("weight", "a factor for each class: (C)"),
        Classes = Slot.Labels("target", "the classes 0 … C − 1, one for each row", "labels"),
        Ignored = Slot.Whole("ignore_index", -100, "the label of rows that do not count", "ignoredLabel");

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
                Weight, Ignored,
                Slot.Number("label_smoothing", 0, "K: the target becomes 1 − K on the label plus K/C on every class", "labelSmoothing"),
            ],
            Evaluate = CrossEntropy,
        },
        new("Brier", "ℓ = Σ_c (p_c − [c = t])²", "∂ℓ/∂p_c = 2(p_c − [c = t])")
        {
            Aliases = ["brier_score"],
            Slots = [Slot.Tensor("input", "the probabilities p: (N, C)", "probabilities"), Classes],
            Evaluate = v => Loss.Brier(v.Tensor("input"), v.Labels("target"), v.Reduction),
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
