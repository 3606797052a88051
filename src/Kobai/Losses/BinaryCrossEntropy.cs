using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>The losses: what training makes small.</summary>
/// <remarks>
/// Each takes predictions and targets of one shape, never broadcasts them, and computes its value and its gradient in
/// one visit. Sums over a batch are made in double precision.
/// </remarks>
public static partial class Loss
{
    /// <summary>Binary cross-entropy of probabilities p with targets t: ℓᵢ = −tᵢ ln pᵢ − (1 − tᵢ) ln(1 − pᵢ).</summary>
    /// <param name="probabilities">The predicted probabilities p, from 0 to 1; of any shape.</param>
    /// <param name="target">The targets t, from 0 to 1; of the same shape.</param>
    /// <param name="weight">A factor for each element; it broadcasts to the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements, whatever the weights.</param>
    /// <remarks>
    /// <para>∂ℓᵢ/∂pᵢ = −tᵢ/pᵢ + (1 − tᵢ)/(1 − pᵢ). 0 · ln 0 counts as 0. Each logarithm is bounded below by −100, so that
    /// a probability of exactly 0 or 1 costs at most 100. There the slope of a wrong prediction would be infinite, and
    /// stops at 10¹², so that a sigmoid that has rounded to 0 or 1 does not turn into NaN.</para>
    /// <para>For the output of a sigmoid prefer <see cref="BinaryCrossEntropyWithLogits"/>, which keeps its accuracy where
    /// the sigmoid rounds to 0 or 1.</para>
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A value is outside [0, 1] or NaN; the message names its place.</exception>
    /// <example><code>
    /// Loss.BinaryCrossEntropy(Tensor.From([0.26]), Tensor.From([0.0]))   // −ln 0.74 = 0.301
    /// </code></example>
    public static Tensor BinaryCrossEntropy(
        Tensor probabilities, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
    {
        const string op = "BinaryCrossEntropy";
        PairLoss.CheckPair(op, probabilities, target);
        return PairLoss.Run<BinaryCrossEntropyFormula>(op, probabilities, target, weight, null, reduction);
    }

    readonly struct BinaryCrossEntropyFormula : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.FromZeroToOne;

        // The logarithm of a probability outside [0, 1] is NaN by itself.
        static void IPairLoss.Refuse(string op, Tensor input, Tensor target)
        {
            Check.InUnitInterval(op, "probability", input, "Are these logits? Use BinaryCrossEntropyWithLogits.");
            Check.Targets(op, target);
        }

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V floor = V.Fill(-100), p = NotZero<V>(x), q = NotZero<V>(V.One - x);
            V logP = V.Max(V.Log(x), floor), logQ = V.Max(V.Log1p(-x), floor);
            value = V.Zero - t * logP - (V.One - t) * logQ;
            // A sure target has one term; the quotient x / x of 0 would be lost.
            V soft = (x - t) / (p * q), positive = -V.One / p, negative = V.One / q;
            slope = V.Select(V.Equal(t, V.Zero), negative, V.Select(V.Equal(t, V.One), positive, soft));
            targetSlope = digits.MinusForTarget(logQ, logP);
        }

        static V NotZero<V>(V probability) where V : struct, Simd.ISimd<V> =>
            V.Select(V.Equal(probability, V.Zero), V.Fill(1e-12), probability);
    }
}
