namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Binary cross-entropy of each of C labels that a sample may have, averaged over the labels:
    /// ℓₙ = −(1/C) Σ_c w_c (t ln σ(x) + (1 − t) ln σ(−x)).
    /// </summary>
    /// <param name="logits">The raw scores x, before any sigmoid; (…, C).</param>
    /// <param name="target">Which labels a sample has, t, from 0 to 1; of the same shape.</param>
    /// <param name="weight">A factor w for each label; it broadcasts to the shape of the logits.</param>
    /// <param name="reduction">Mean divides by the number of samples; None gives a loss for each sample.</param>
    /// <remarks>∂ℓₙ/∂x = (w/C)(σ(x) − t).</remarks>
    /// <exception cref="ShapeException">The shapes differ, or there is no axis of labels.</exception>
    /// <exception cref="ArgumentException">A target is outside [0, 1] or NaN; the message names its place.</exception>
    /// <example><code>
    /// Loss.MultiLabelSoftMargin(Tensor.From([20.0, 20.0], [1, 2]), Tensor.From([1.0, 0.0], [1, 2]))   // 10.000
    /// </code></example>
    public static Tensor MultiLabelSoftMargin(
        Tensor logits, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        const string op = "MultiLabelSoftMargin";
        PairLoss.CheckPair(op, logits, target, nameof(logits));
        if (logits.Rank == 0) throw new ShapeException($"{op}: logits need an axis of labels; logits is ().");
        nint labels = nint.Max(1, logits.Shape[^1]);
        if (reduction != Reduction.None)
        {
            return PairLoss.Run<BinaryCrossEntropyWithLogitsFormula>(op, logits, target, weight, null, reduction, group: labels);
        }
        // Divided before they are added, so that no sum overflows.
        var share = (weight ?? Tensor.Scalar(1, logits.DType)) / labels;
        return PairLoss.Run<BinaryCrossEntropyWithLogitsFormula>(op, logits, target, share, null, reduction).Sum(-1);
    }
}
