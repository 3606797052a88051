using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of regions, by how much they overlap.</summary>
static class RegionLosses
{
    static readonly Slot Input = Slot.Tensor("input", "the probabilities p, from 0 to 1: (N, …)", "probabilities"),
        Target = Slot.Tensor("target", "the targets t, from 0 to 1, in the shape of the input"),
        Smooth = Slot.Number("smooth", 1, "s, added above and below the line");

    public static readonly LossEntry[] All =
    [
        new("Dice", "ℓ = 1 − (2 Σpt + s)/(Σp + Σt + s)", "∂ℓ/∂p = (A − 2t B)/B², A = 2 Σpt + s, B = Σp + Σt + s")
        {
            Aliases = ["dice_loss"],
            Slots = [Input, Target, Smooth],
            Evaluate = v => Loss.Dice(v.Tensor("input"), v.Tensor("target"), v.Number("smooth"), v.Reduction),
        },
        new("Jaccard", "ℓ = 1 − (Σpt + s)/(Σp + Σt − Σpt + s)", "∂ℓ/∂p = (A(1 − t) − t B)/B², A = Σpt + s, B the denominator")
        {
            Aliases = ["jaccard_loss", "iou_loss"],
            Slots = [Input, Target, Smooth],
            Evaluate = v => Loss.Jaccard(v.Tensor("input"), v.Tensor("target"), v.Number("smooth"), v.Reduction),
        },
        new("Tversky", "ℓ = 1 − (Σpt + s)/(Σpt + α Σp(1 − t) + β Σ(1 − p)t + s)", "∂ℓ/∂p = (A b − t B)/B², b = t + α(1 − t) − βt")
        {
            Aliases = ["tversky_loss"],
            Slots =
            [
                Input, Target,
                Slot.Number("alpha", 0.5, "α, the weight of false positives"), Slot.Number("beta", 0.5, "β, the weight of false negatives"),
                Smooth,
            ],
            Evaluate = v => Loss.Tversky(
                v.Tensor("input"), v.Tensor("target"), v.Number("alpha"), v.Number("beta"), v.Number("smooth"), v.Reduction),
        },
    ];
}
