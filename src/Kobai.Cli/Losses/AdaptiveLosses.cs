using Kobai.Losses;

namespace Kobai.Cli.Losses;

/// <summary>The adaptive log-softmax, whose weights are given in the document by PyTorch's names.</summary>
static class AdaptiveLosses
{
    const int MostClusters = 4;

    static readonly Slot Head = Slot.Tensor("head.weight", "of the frequent classes and the clusters: (c₁ + clusters, D)"),
        HeadBias = Slot.Tensor("head.bias", "the bias of the head: (c₁ + clusters)") with { IsOptional = true };

    static readonly (Slot Down, Slot Up)[] Tails =
    [
        .. Enumerable.Range(0, MostClusters).Select(i => (
            Slot.Tensor($"tail.{i}.0.weight", $"of cluster {i}: (Dᵢ, D)") with { IsOptional = true },
            Slot.Tensor($"tail.{i}.1.weight", $"of cluster {i}: (its classes, Dᵢ)") with { IsOptional = true })),
    ];

    public static readonly LossEntry[] All =
    [
        new("AdaptiveLogSoftmax", "ℓ = −ln p_t; p of a class of cluster i is p(i) · p(class | i)", "∂ℓ/∂x by the chain rule through head and tail")
        {
            Aliases = ["AdaptiveLogSoftmaxWithLoss", "adaptive_log_softmax_with_loss"],
            Slots =
            [
                Slot.Tensor("input", "the features: (N, D)", "x"),
                Slot.Labels("target", "the classes: (N)", "labels"),
                Head, HeadBias, .. Tails.SelectMany(tail => new[] { tail.Down, tail.Up }),
            ],
            Evaluate = v => Loss.NegativeLogLikelihood(LogProbabilities(v), v.Labels("target"), reduction: v.Reduction),
        },
    ];

    static Tensor LogProbabilities(LossValues v)
    {
        Tensor x = v.Tensor("input"), scores = x.MatMul(v.Tensor("head.weight").T);
        if (v.Optional("head.bias") is Tensor bias) scores += bias;
        var tails = Tails.TakeWhile(tail => v.Has(tail.Down.Name)).ToArray();
        nint frequent = scores.Shape[1] - tails.Length;
        if (tails.Length == 0 || frequent < 1)
        {
            throw new LossException(
                $"AdaptiveLogSoftmax: head.weight has a row for each frequent class and each cluster, and each cluster its tail.0.0.weight, tail.0.1.weight, …; there are {scores.Shape[1]} rows and {tails.Length} clusters.");
        }
        Tensor head = scores.LogSoftmax(1);
        var parts = new List<Tensor> { head[.., ..(int)frequent] };
        for (int i = 0; i < tails.Length; i++)
        {
            int place = (int)frequent + i;
            Tensor tail = x.MatMul(v.Tensor(tails[i].Down.Name).T).MatMul(v.Tensor(tails[i].Up.Name).T).LogSoftmax(1);
            parts.Add(head[.., place..(place + 1)] + tail);
        }
        return Tensor.Concatenate(1, [.. parts]);
    }
}
