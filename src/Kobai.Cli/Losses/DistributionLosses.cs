using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of predicted distributions.</summary>
static class DistributionLosses
{
    public static readonly LossEntry[] All =
    [
        new("PoissonNegativeLogLikelihood", "ℓ = exp(x) − t x, or x − t ln(x + ε) without log_input", "∂ℓ/∂x = exp(x) − t, or 1 − t/(x + ε)")
        {
            Aliases = ["PoissonNLLLoss", "poisson_nll_loss"],
            Slots =
            [
                Slot.Tensor("input", "ln of the rate, or the rate"),
                Slot.Tensor("target", "the counts t, in the shape of the input") with { TakesIntegers = true, TakesBools = true },
                Slot.Flag("log_input", preset: true, "whether the input is the logarithm of the rate", "logInput"),
                Slot.Flag("full", preset: false, "whether Stirling's approximation of ln t! is added for t > 1"),
                Slot.Number("eps", 1e-8, "ε", "epsilon"),
            ],
            Evaluate = v => Loss.PoissonNegativeLogLikelihood(
                v.Tensor("input"), v.Tensor("target"), v.Flag("log_input"), v.Flag("full"), v.Number("eps"), v.Reduction),
        },
        new("KullbackLeibler", "ℓ = t (ln t − x), or exp(t)(t − x) with log_target", "∂ℓ/∂x = −t, or −exp(t)")
        {
            Aliases = ["KLDivLoss", "kl_div", "kl_divergence", "kld"],
            Slots =
            [
                Slot.Tensor("input", "the predicted log-probabilities x", "logInput"),
                Slot.Tensor("target", "the probabilities t, or their logarithms, in the shape of the input"),
                Slot.Flag("log_target", preset: false, "whether the target holds logarithms", "logTarget"),
            ],
            Evaluate = v => Loss.KullbackLeibler(v.Tensor("input"), v.Tensor("target"), v.Flag("log_target"), v.Reduction),
        },
        new("GaussianNegativeLogLikelihood", "ℓ = ½ (ln v + (x − t)²/v), v = max(var, ε)", "∂ℓ/∂x = (x − t)/v, ∂ℓ/∂v = ½ (1 − (x − t)²/v)/v")
        {
            Aliases = ["GaussianNLLLoss", "gaussian_nll_loss"],
            Slots =
            [
                Slot.Tensor("input", "the predicted means x", "mean"),
                Slot.Tensor("target", "the targets t, in the shape of the input") with { TakesIntegers = true },
                Slot.Tensor("var", "the predicted variances v, in the shape of the input, or one for each row", "variance"),
                Slot.Flag("full", preset: false, "whether the constant ½ ln 2π is added"),
                Slot.Number("eps", 1e-6, "ε, below which no variance counts", "epsilon"),
            ],
            Evaluate = v => Loss.GaussianNegativeLogLikelihood(
                v.Tensor("input"), v.Tensor("target"), v.Tensor("var"), v.Flag("full"), v.Number("eps"), v.Reduction),
        },
    ];
}
