namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The loss of ranks 0 … K − 1 that are predicted by K − 1 yes-or-no questions "above rank k?":
    /// ℓₙ = Σ_k BCE(xₙₖ, [tₙ > k]), as in CORAL.
    /// </summary>
    /// <param name="logits">The raw scores x of the questions, before any sigmoid; (N, K − 1).</param>
    /// <param name="labels">The ranks t, 0 … K − 1; (N).</param>
    /// <param name="reduction">Mean divides by the number of samples; None gives a loss for each sample.</param>
    /// <remarks>
    /// ∂ℓₙ/∂xₙₖ = σ(xₙₖ) − [tₙ > k]. The predicted rank is the number of positive logits. Source: Cao, Mirjalili and Raschka,
    /// "Rank Consistent Ordinal Regression for Neural Networks with Application to Age Estimation", Pattern Recognition
    /// Letters 140 (2020).
    /// </remarks>
    /// <exception cref="ShapeException">The labels do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no rank; the message names row, label and count.</exception>
    /// <example><code>
    /// Loss.Ordinal(Tensor.From([3.0, -1.0], [1, 2]), [1])   // ln(1 + e⁻³) + ln(1 + e⁻¹) = 0.3618
    /// </code></example>
    public static Tensor Ordinal(Tensor logits, Labels labels, Reduction reduction = Reduction.Mean)
    {
        const string op = "Ordinal";
        Check.Rows(op, nameof(logits), logits, labels);
        nint questions = logits.Shape[1];
        Check.Labels(op, labels, questions + 1);
        var target = Tensor.Zeros(logits.Shape, logits.DType);
        for (int i = 0; i < labels.Count; i++)
        {
            for (nint k = 0; k < (nint)labels[i]; k++) Kernel.Set(target, i * questions + k, 1);
        }
        var each = reduction == Reduction.Mean ? Reduction.BatchMean : reduction;
        var y = PairLoss.Run<BinaryCrossEntropyWithLogitsFormula>(op, logits, target, null, null, each);
        return reduction == Reduction.None ? y.Sum(-1) : y;
    }
}
