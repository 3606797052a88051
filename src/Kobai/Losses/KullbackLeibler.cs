using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The Kullback-Leibler divergence of target probabilities t from predicted log-probabilities x:
    /// ℓᵢ = tᵢ (ln tᵢ − xᵢ).
    /// </summary>
    /// <param name="logInput">The predicted log-probabilities x, 0 or less, of any shape.</param>
    /// <param name="target">The target probabilities t, of the shape of the input.</param>
    /// <param name="logTarget">Whether the target holds ln t in place of t: ℓᵢ = exp(tᵢ)(tᵢ − xᵢ).</param>
    /// <param name="reduction">
    /// Mean divides by the number of elements; <see cref="Reduction.BatchMean"/>, the divergence of a sample on average, by
    /// the size of the first axis.
    /// </param>
    /// <remarks>
    /// ∂ℓᵢ/∂xᵢ = −tᵢ and ∂ℓᵢ/∂tᵢ = ln tᵢ − xᵢ + 1; for ln t, −exp(tᵢ) and exp(tᵢ)(tᵢ − xᵢ + 1). An element without
    /// probability costs nothing, even where x = −∞. Source: Kullback and Leibler, "On Information and Sufficiency",
    /// Ann. Math. Stat. 22 (1951).
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">
    /// The element types differ, a log-probability is above 0, or a probability is negative or NaN.
    /// </exception>
    /// <example><code>
    /// Tensor p = Tensor.From([0.25, 0.75], [1, 2]), q = Tensor.From([0.5, 0.5], [1, 2]);
    /// Loss.KullbackLeibler(p.Log(), q, reduction: Reduction.BatchMean)   // ½ ln 2 + ½ ln ⅔ = 0.1438
    /// </code></example>
    public static Tensor KullbackLeibler(
        Tensor logInput, Tensor target, bool logTarget = false, Reduction reduction = Reduction.Mean)
    {
        const string op = "KullbackLeibler";
        PairLoss.CheckPair(op, logInput, target);
        return logTarget
            ? PairLoss.Run<LogKullbackLeiblerFormula>(op, logInput, target, null, null, reduction)
            : PairLoss.Run<KullbackLeiblerFormula>(op, logInput, target, null, null, reduction);
    }

    static void CheckLogarithms(string op, string name, Tensor values) =>
        Check.NoneAbove0(op, name, values, "Take Log() of probabilities, or LogSoftmax() of logits.");

    readonly struct KullbackLeiblerFormula : IPairLoss
    {
        static Domain IPairLoss.Input => Domain.NotAboveZero;

        static Domain IPairLoss.Target => Domain.NotNegative;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target)
        {
            CheckLogarithms(op, "logInput", input);
            Check.NoneNegative(op, nameof(target), target, "Are these log-probabilities? Use logTarget: true.");
        }

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V isZero = V.Equal(t, V.Zero), log = V.Log(t);
            var rest = digits.Minus(V.Select(isZero, V.Zero, log), V.Select(isZero, V.Zero, x));
            value = V.Select(isZero, V.Zero, t * rest);
            slope = -t;
            targetSlope = digits.MinusForTarget(V.Select(isZero, log - x, rest), -V.One);
        }
    }

    readonly struct LogKullbackLeiblerFormula : IPairLoss
    {
        static Domain IPairLoss.Input => Domain.NotAboveZero;

        static Domain IPairLoss.Target => Domain.NotAboveZero;

        static bool IPairLoss.IsLight<T>() => true;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target)
        {
            CheckLogarithms(op, "logInput", input);
            CheckLogarithms(op, nameof(target), target);
        }

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            // By the root of the probability, so that a tiny one times a large number does not lose its digits.
            V root = V.Exp(V.Fill(0.5) * t), rest = t - x, p = root * root, isZero = V.Equal(root, V.Zero);
            value = V.Select(isZero, V.Zero, root * rest * root);
            slope = -p;
            targetSlope = V.Select(isZero, V.Zero, root * digits.MinusForTarget(rest, -V.One) * root);
        }
    }
}
