using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>Losses of sequences.</summary>
static class SequenceLosses
{
    public static readonly LossEntry[] All =
    [
        new("Ctc", "ℓ = −ln Σ over all alignments of the target with T steps, blanks between, of Π_t p_t", "∂ℓ/∂x_tk = −(the share of alignments that emit k at t)")
        {
            Aliases = ["CTCLoss", "ctc_loss"],
            Slots =
            [
                Slot.Tensor("input", "the log-probabilities: (T, N, C) or (T, C)", "logProbabilities"),
                Slot.Labels("target", "the labels: (N, S), or all after one another", "targets"),
                Slot.Labels("input_lengths", "how many steps of each sample count", "inputLengths"),
                Slot.Labels("target_lengths", "how many labels each sample has", "targetLengths"),
                Slot.Whole("blank", 0, "the class of the blank"),
                Slot.Flag("zero_infinity", preset: false, "whether a sample without any alignment costs nothing", "zeroInfinity"),
                Slot.Flag("from_logits", preset: false, "whether the input holds raw scores", "fromLogits"),
            ],
            Evaluate = v => Loss.Ctc(
                v.Tensor("input"), v.Labels("target"), v.Labels("input_lengths"), v.Labels("target_lengths"), checked((int)v.Whole("blank")),
                v.Flag("zero_infinity"), v.Flag("from_logits"), v.Reduction),
        },
    ];
}
