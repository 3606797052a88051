namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The Brier score of predicted class probabilities p with classes t: ℓₙ = Σ_c (pₙ_c − [c = tₙ])².</summary>
    /// <param name="probabilities">The predicted probabilities p, from 0 to 1; (N, C).</param>
    /// <param name="labels">The classes t, 0 … C − 1; (N).</param>
    /// <param name="reduction">Mean divides by the number of samples; None gives a loss for each sample.</param>
    /// <remarks>
    /// From 0, certain and right, to 2, certain and wrong. ∂ℓₙ/∂pₙ_c = 2(pₙ_c − [c = tₙ]). Source: Brier, "Verification of
    /// Forecasts Expressed in Terms of Probability", Monthly Weather Review 78 (1950).
    /// </remarks>
    /// <exception cref="ShapeException">The labels do not fit the probabilities.</exception>
    /// <exception cref="ArgumentException">A probability is outside [0, 1] or NaN, or a label is no class.</exception>
    /// <example><code>
    /// Loss.Brier(Tensor.From([0.75, 0.25], [1, 2]), [0])   // 0.25² + 0.25² = 0.125
    /// </code></example>
    public static Tensor Brier(Tensor probabilities, Labels labels, Reduction reduction = Reduction.Mean)
    {
        const string op = "Brier";
        Check.Rows(op, nameof(probabilities), probabilities, labels);
        Check.Labels(op, labels, probabilities.Shape[1]);
        var target = labels.OneHot(probabilities.Shape[1], probabilities.DType);
        var each = reduction == Reduction.Mean ? Reduction.BatchMean : reduction;
        var y = PairLoss.Run<BrierFormula>(op, probabilities, target, null, null, each);
        return reduction == Reduction.None ? y.Sum(-1) : y;
    }

    readonly struct BrierFormula : IPairLoss
    {
        static Domain IPairLoss.Input => Domain.FromZeroToOne;

        static bool IPairLoss.IsLight<T>() => true;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) =>
            Check.InUnitInterval(op, "probability", input, "Are these logits? Take Softmax() of them.");

        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var d = x - t;
            (value, slope, targetSlope) = (d * d, d + d, V.Zero);
        }
    }
}
