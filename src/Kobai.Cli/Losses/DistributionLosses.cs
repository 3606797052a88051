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
                Slot.Tensor("target", "the counts t, in the shape of the input") with { TakesIntegers = true },
                Slot.Flag("log_input", preset: true, "whether the input is the logarithm of the rate", "logInput"),
                Slot.Flag("full", preset: false, "whether Stirling's approximation of ln t! is added for t > 1"),
                Slot.Number("eps", 1e-8, "ε", "epsilon"),
            ],
            Evaluate = v => Loss.PoissonNegativeLogLikelihood(
                v.Tensor("input"), v.Tensor("target"), v.Flag("log_input"), v.Flag("full"), v.Number("eps"), v.Reduction),
        },
    ];
}
