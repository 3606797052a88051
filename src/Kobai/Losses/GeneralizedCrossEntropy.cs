using System.Runtime.CompilerServices;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Generalized cross-entropy of the softmax of logits x with class labels t that may be wrong: ℓᵢ = (1 − pₜ^q) / q
    /// with p = softmax(xᵢ), between cross-entropy (q → 0) and the mean absolute error (q = 1).
    /// </summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="q">Above 0, up to 1; the larger, the less a wrong label counts.</param>
    /// <param name="reduction">Mean divides by the number of rows.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂xᵢⱼ = pₜ^q (pⱼ − [j = t]).</para>
    /// <para>Zhang and Sabuncu, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels, 2018.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The labels do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    /// <exception cref="ArgumentOutOfRangeException">q is not above 0 and at most 1.</exception>
    /// <example><code>
    /// var logits = Tensor.From([0.0, 0.0], [1, 2]);
    /// Loss.GeneralizedCrossEntropy(logits, [1], q: 1)   // 1 − ½ = 0.5
    /// </code></example>
    public static Tensor GeneralizedCrossEntropy(
        Tensor logits, Labels labels, double q = 0.7, Reduction reduction = Reduction.Mean)
    {
        const string op = "GeneralizedCrossEntropy";
        if (q is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, $"{op}: q must be above 0 and at most 1.");
        return OfLabels(op, new GeneralizedFormula(q), logits, labels, null, NoLabel, reduction);
    }

    // p^q − 1 = expm1(−q · (−ln p)).
    readonly struct GeneralizedFormula(double q) : ILabelLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void ILabelLoss.Evaluate<V>(V nats, V p, V rest, out V value, out V slope)
        {
            var exponent = -V.Fill(q) * nats;
            value = -V.Expm1(exponent) / V.Fill(q);
            slope = V.Exp(exponent);
        }
    }
}
