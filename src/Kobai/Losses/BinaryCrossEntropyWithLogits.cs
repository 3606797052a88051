using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Binary cross-entropy of logits x with targets t: ℓᵢ = −c tᵢ ln σ(xᵢ) − (1 − tᵢ) ln σ(−xᵢ), where σ is the
    /// logistic function and 1 − σ(x) = σ(−x).
    /// </summary>
    /// <param name="logits">The raw scores x, before any sigmoid; of any shape.</param>
    /// <param name="target">The targets t, from 0 to 1; of the same shape.</param>
    /// <param name="weight">A factor for each element; it broadcasts to the shape of the input.</param>
    /// <param name="positiveWeight">The factor c of the positive class; it broadcasts to the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements, whatever the weights.</param>
    /// <remarks>
    /// ∂ℓᵢ/∂xᵢ = (1 − tᵢ) σ(xᵢ) − c tᵢ σ(−xᵢ), which is σ(xᵢ) − tᵢ for c = 1. Value and gradient are sums of terms of one
    /// sign for targets 0 and 1, so a confident prediction keeps its tiny loss and its tiny gradient.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A target is outside [0, 1] or NaN; the message names its place.</exception>
    /// <example><code>
    /// Loss.BinaryCrossEntropyWithLogits(Tensor.From([20.0]), Tensor.From([1.0]))   // 2.06e-9
    /// </code></example>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor logits, Tensor target, Tensor? weight = null, Tensor? positiveWeight = null,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "BinaryCrossEntropyWithLogits";
        PairLoss.CheckPair(op, logits, target);
        LossDiagnostics.BinaryLogits(op, logits);
        return PairLoss.Run<BinaryCrossEntropyWithLogitsFormula>(op, logits, target, weight, positiveWeight, reduction);
    }

    readonly struct BinaryCrossEntropyWithLogitsFormula : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.FromZeroToOne;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => Check.Targets(op, target);

        // With e = exp(−|x|) ≤ 1: ln(1 + exp(±x)) = max(±x, 0) + log1p(e), and σ(±x) is 1/(1 + e) or e/(1 + e).
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var size = V.Abs(x);
            var e = V.Exp(-size);
            var shared = V.Log1pOfUnit(e);
            var isNegative = V.Less(x, V.Zero);
            var positive = V.Select(isNegative, size, V.Zero) + shared;
            var negative = V.Select(isNegative, V.Zero, size) + shared;
            var larger = V.One / (V.One + e);
            var smaller = e * larger;
            var sigma = V.Select(isNegative, smaller, larger);
            var rest = V.Select(isNegative, larger, smaller);
            var p = c * t;
            var q = V.One - t;
            value = Term<V>(p, positive) + Term<V>(q, negative);
            slope = digits.Minus(q * sigma, p * rest);
            targetSlope = digits.MinusForTarget(Term<V>(c - V.One, positive), x);
        }

        // 0 · ∞ counts as 0: a class with no weight costs nothing.
        [MethodImpl(Jit.Inlined)]
        static V Term<V>(V weight, V loss) where V : struct, Simd.ISimd<V> =>
            V.Select(V.Equal(weight, V.Zero), V.Zero, weight * loss);
    }
}
