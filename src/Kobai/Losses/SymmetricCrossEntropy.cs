using System.Runtime.CompilerServices;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Symmetric cross-entropy of the softmax of logits x with class labels t that may be wrong:
    /// ℓᵢ = α (−ln pₜ) + β (−A) (1 − pₜ) with p = softmax(xᵢ), where A stands for ln 0 in the reverse cross-entropy.
    /// </summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="alpha">α, 0 or more: the factor of the cross-entropy.</param>
    /// <param name="beta">β, 0 or more: the factor of the reverse cross-entropy.</param>
    /// <param name="logZero">A, at most 0.</param>
    /// <param name="reduction">Mean divides by the number of rows.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂xᵢⱼ = (α − β A pₜ) (pⱼ − [j = t]).</para>
    /// <para>Wang, Ma, Chen, Luo, Yi and Bailey, Symmetric Cross Entropy for Robust Learning with Noisy Labels, 2019.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The labels do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    /// <exception cref="ArgumentOutOfRangeException">α or β is negative, or A is positive.</exception>
    /// <example><code>
    /// var logits = Tensor.From([0.0, 0.0], [1, 2]);
    /// Loss.SymmetricCrossEntropy(logits, [1])   // 0.1 ln 2 + 4 · ½ = 2.069
    /// </code></example>
    public static Tensor SymmetricCrossEntropy(
        Tensor logits, Labels labels, double alpha = 0.1, double beta = 1, double logZero = -4,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "SymmetricCrossEntropy";
        Check.NotNegative(op, nameof(alpha), alpha);
        Check.NotNegative(op, nameof(beta), beta);
        if (!(logZero <= 0)) throw new ArgumentOutOfRangeException(nameof(logZero), logZero, $"{op}: logZero must be 0 or less.");
        return OfLabels(op, new SymmetricFormula(alpha, -beta * logZero), logits, labels, null, NoLabel, reduction);
    }

    readonly struct SymmetricFormula(double alpha, double reverse) : ILabelLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void ILabelLoss.Evaluate<V>(V nats, V p, V rest, out V value, out V slope)
        {
            V a = V.Fill(alpha), b = V.Fill(reverse);
            value = V.Fma(a, nats, b * rest);
            slope = V.Fma(b, p, a);
        }
    }
}
