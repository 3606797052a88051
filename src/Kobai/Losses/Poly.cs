using System.Runtime.CompilerServices;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Cross-entropy of the softmax of logits x with class labels t, its first term changed by ε:
    /// ℓᵢ = −ln pₜ + ε (1 − pₜ) with p = softmax(xᵢ), as −ln pₜ = (1 − pₜ) + (1 − pₜ)²/2 + ….
    /// </summary>
    /// <param name="logits">The raw scores x, before any softmax; (N, C), (N, C, d₁, …) or (C).</param>
    /// <param name="labels">The classes 0 … C − 1; (N), (N, d₁, …) or ().</param>
    /// <param name="epsilon">ε, −1 or more.</param>
    /// <param name="reduction">Mean divides by the number of rows.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂xᵢⱼ = (1 + ε pₜ) (pⱼ − [j = t]).</para>
    /// <para>Leng, Tan, Liu, Cubuk, Shi, Cheng and Anguelov, PolyLoss, 2022.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The labels do not fit the logits.</exception>
    /// <exception cref="ArgumentException">A label is no class; the message names row, label and count.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε is below −1.</exception>
    /// <example><code>
    /// var logits = Tensor.From([0.0, 0.0], [1, 2]);
    /// Loss.Poly(logits, [1])   // ln 2 + ½ = 1.193
    /// </code></example>
    public static Tensor Poly(Tensor logits, Labels labels, double epsilon = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(epsilon >= -1)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Poly: epsilon must be −1 or more.");
        return OfLabels("Poly", new PolyFormula(epsilon), logits, labels, null, NoLabel, reduction);
    }

    readonly struct PolyFormula(double epsilon) : ILabelLoss
    {
        // For ε < 0, with n = −ln p: n + ε(1 − p) = (1 + ε) n − ε (n − (1 − p)), where n − (1 − p) = n²/2 − n³/6 + …
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void ILabelLoss.Evaluate<V>(V nats, V p, V rest, out V value, out V slope)
        {
            V e = V.Fill(epsilon), first = V.One + e;
            if (epsilon >= 0)
            {
                value = V.Fma(e, rest, nats);
                slope = V.Fma(e, p, V.One);
                return;
            }
            var series = V.Fma(nats, V.Fma(nats, V.Fma(nats, V.Fill(-1.0 / 120), V.Fill(1.0 / 24)), V.Fill(-1.0 / 6)), V.Fill(0.5));
            var above = V.Select(V.Less(nats, V.Fill(1e-3)), nats * nats * series, nats - rest);
            value = V.Fma(first, nats, -e * above);
            slope = V.Fma(-e, rest, first);
        }
    }
}
