using System.Runtime.CompilerServices;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Focal loss of the softmax of logits x with class labels t: ℓᵢ = wₜ (1 − pₜ)^γ (−ln pₜ) with p = softmax(xᵢ), which
    /// lets the rows that are already right fade.
    /// </summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="gamma">γ, 0 or more: how fast they fade; 0 is <see cref="CrossEntropy(Tensor, Labels, Tensor?, long, double, Reduction)"/>.</param>
    /// <param name="weight">A factor w for each class; (C).</param>
    /// <param name="ignoredLabel">The label of rows that count neither in the sum nor in the mean.</param>
    /// <param name="reduction">Mean divides by Σ wₜ over the rows that are not ignored.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂xᵢⱼ = wₜ (1 − pₜ)^γ (1 + γ pₜ (−ln pₜ) / (1 − pₜ)) (pⱼ − [j = t]).</para>
    /// <para>Lin, Goyal, Girshick, He and Dollár, Focal Loss for Dense Object Detection, 2017.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The labels or weights do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    /// <exception cref="ArgumentOutOfRangeException">γ is negative.</exception>
    /// <example><code>
    /// var logits = Tensor.From([0.0, 0.0], [1, 2]);
    /// Loss.Focal(logits, [1])             // ¼ ln 2 = 0.1733
    /// Loss.Focal(logits, [1], gamma: 0)   // 0.6931
    /// </code></example>
    public static Tensor Focal(
        Tensor logits, Labels labels, double gamma = 2, Tensor? weight = null, long ignoredLabel = -100,
        Reduction reduction = Reduction.Mean)
    {
        Check.NotNegative("Focal", nameof(gamma), gamma);
        return OfLabels("Focal", new FocalFormula(gamma), logits, labels, weight, ignoredLabel, reduction);
    }

    readonly struct FocalFormula(double gamma) : ILabelLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void ILabelLoss.Evaluate<V>(V nats, V p, V rest, out V value, out V slope)
        {
            var g = V.Fill(gamma);
            var fade = gamma == 2 ? rest * rest : V.Pow(rest, g);
            // −ln p / (1 − p) goes to 1 with p → 1, and p ln p to 0 with p → 0.
            var ratio = V.Select(V.Equal(rest, V.Zero), V.One, nats / rest);
            var growth = V.Select(V.Equal(p, V.Zero), V.Zero, g * p * ratio);
            value = fade * nats;
            slope = fade * (V.One + growth);
        }
    }
}
