using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>Negative log-likelihood of counts t under a Poisson distribution whose rate is exp(x), or x itself: ℓᵢ = rate − tᵢ ln rate, without the constant ln tᵢ!.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="logInput">Whether x is the logarithm of the rate; if not, x is the rate, and ln(x + ε) is taken.</param>
    /// <param name="full">Whether Stirling's approximation of ln t!, t ln t − t + ½ ln(2πt), is added where t is above 1.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = exp(xᵢ) − tᵢ, or 1 − tᵢ/(xᵢ + ε) if x is the rate.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a target or rate is negative or NaN.</exception>
    /// <example><code>
    /// Loss.PoissonNegativeLogLikelihood(Tensor.From([0.0]), Tensor.From([2.0]))   // 1
    /// </code></example>
    public static Tensor PoissonNegativeLogLikelihood(
        Tensor input, Tensor target, bool logInput = true, bool full = false, double epsilon = 1e-8, Reduction reduction = Reduction.Mean)
    {
        const string op = "PoissonNegativeLogLikelihood";
        PairLoss.CheckPair(op, input, target);
        Check.Positive(op, nameof(epsilon), epsilon);
        if (!logInput) Check.NoneNegative(op, "input", input, "A rate is 0 or more. Is it a logarithm? Use logInput: true.");
        return PairLoss.Run(op, input, target, null, null, reduction, new PoissonFormula(logInput, full, epsilon));
    }

    readonly struct PoissonFormula(bool logInput, bool full, double epsilon) : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.NotNegative;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) =>
            Check.NoneNegative(op, nameof(target), target, "Counts are 0 or more.");

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V shifted = x + V.Fill(epsilon), rate = logInput ? V.Exp(x) : x, logRate = logInput ? x : Log(x, shifted);
            V gain = V.Select(V.Equal(t, V.Zero), V.Zero, t * logRate), isInfinite = V.Equal(rate, V.Fill(double.PositiveInfinity));
            value = V.Select(isInfinite, rate, digits.Minus(rate, gain));
            slope = logInput ? digits.Minus(rate, t) : V.Select(isInfinite, V.One, digits.Minus(shifted, t) / shifted);
            targetSlope = -logRate;
            if (full) (value, targetSlope, digits) = WithStirling(x, t, rate, logRate, gain, isInfinite, digits, value);
        }

        // With Stirling's terms the loss is rate − t + t ln(t / rate) + ½ ln(2πt); for a rate next to t, ln(rate / t) = ln(1 + above).
        [MethodImpl(Jit.Apart)]
        (V Value, V TargetSlope, Digits<V> Digits) WithStirling<V>(
            V x, V t, V rate, V logRate, V gain, V isInfinite, Digits<V> digits, V value)
            where V : struct, Simd.ISimd<V>
        {
            V log = V.Log(t), above = (x - t + V.Fill(epsilon)) / t;
            V isNear = logInput ? V.Zero : V.Less(V.Abs(above), V.Fill(0.5)), ratio = V.Select(isNear, V.Log1p(above), logRate - log);
            V isAbove = V.Less(V.One, t), apart = rate - t, root = V.Fill(0.5) * (log + LogOf2Pi<V>());
            value = V.Select(isAbove, V.Select(isInfinite, rate, apart - t * ratio + root), value);
            V terms = V.Select(isNear, V.Abs(apart), rate + V.Abs(gain) + t * log) + root;
            digits.Note(value, V.Select(isAbove, terms, V.Zero));
            V half = V.Select(isAbove, V.Fill(0.5) / t, V.Zero);
            V targetSlope = digits.MinusForTarget(half, V.Select(isAbove, ratio, logRate));
            digits.NoteForTarget(targetSlope, V.Select(isAbove, V.Select(isNear, ratio, log), V.Zero));
            return (value, targetSlope, digits);
        }

        // Near 1 the logarithm of a rounded sum would lose its digits; x − 1 is exact there.
        [MethodImpl(Jit.Apart)]
        V Log<V>(V x, V shifted) where V : struct, Simd.ISimd<V>
        {
            var above = (x - V.One) + V.Fill(epsilon);
            return V.Select(V.Less(V.Abs(above), V.Fill(0.5)), V.Log1p(above), V.Log(shifted));
        }
    }
}
