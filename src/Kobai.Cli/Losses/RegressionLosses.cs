using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of numbers.</summary>
static class RegressionLosses
{
    static readonly Slot Input = Slot.Tensor("input", "the predictions x"), Target = Slot.Tensor("target", "the targets t, in the shape of the input");

    public static readonly LossEntry[] All =
    [
        new("SquaredError", "ℓ = (x − t)²", "∂ℓ/∂x = 2(x − t)")
        {
            Aliases = ["MSELoss", "mse_loss", "l2"],
            Derivation =
            [
                "With d = x − t: ℓ = d².",
                "∂ℓ/∂d = 2d, ∂d/∂x = 1, ∂d/∂t = −1.",
                "Chain rule: ∂ℓ/∂x = 2d · 1 = 2(x − t), ∂ℓ/∂t = 2d · (−1) = −2(x − t).",
            ],
            Steps = [("d = x − t", static (x, t) => x - t)],
            Slots = [Input, Target],
            Evaluate = v => Loss.SquaredError(v.Tensor("input"), v.Tensor("target"), v.Reduction),
        },
        new("AbsoluteError", "ℓ = |x − t|", "∂ℓ/∂x = sign(x − t)")
        {
            Aliases = ["L1Loss", "l1_loss", "mae"],
            Slots = [Input, Target with { TakesIntegers = true }],
            Evaluate = v => Loss.AbsoluteError(v.Tensor("input"), v.Tensor("target"), v.Reduction),
        },
        new("SmoothAbsoluteError", "ℓ = d²/(2β) where d = |x − t| < β, else d − β/2", "∂ℓ/∂x = (x − t)/β, else sign(x − t)")
        {
            Aliases = ["SmoothL1Loss", "smooth_l1_loss"],
            Slots = [Input, Target with { TakesIntegers = true, TakesBools = true }, Slot.Number("beta", 1, "β, where the square turns into a line")],
            Evaluate = v => Loss.SmoothAbsoluteError(v.Tensor("input"), v.Tensor("target"), v.Number("beta"), v.Reduction),
        },
        new("Huber", "ℓ = d²/2 where d = |x − t| ≤ δ, else δ(d − δ/2)", "∂ℓ/∂x = x − t, else δ sign(x − t)")
        {
            Aliases = ["HuberLoss", "huber_loss"],
            Slots = [Input, Target, Slot.Number("delta", 1, "δ, where the square turns into a line")],
            Evaluate = v => Loss.Huber(v.Tensor("input"), v.Tensor("target"), v.Number("delta"), v.Reduction),
        },
        new("LogCosh", "ℓ = ln cosh(x − t)", "∂ℓ/∂x = tanh(x − t)")
        {
            Aliases = ["log_cosh"],
            Slots = [Input, Target],
            Evaluate = v => Loss.LogCosh(v.Tensor("input"), v.Tensor("target"), v.Reduction),
        },
        new("Quantile", "ℓ = q(t − x) where t > x, else (1 − q)(x − t)", "∂ℓ/∂x = −q where t > x, else 1 − q")
        {
            Aliases = ["pinball", "quantile_loss"],
            Slots = [Input, Target, Slot.Number("quantile", null, "q, the share of targets below the prediction")],
            Evaluate = v => Loss.Quantile(v.Tensor("input"), v.Tensor("target"), v.Number("quantile"), v.Reduction),
        },
    ];
}
