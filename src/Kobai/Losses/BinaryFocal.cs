using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The focal loss of logits x with targets t: ℓᵢ = aᵢ uᵢ^γ BCE(xᵢ, tᵢ), where uᵢ = σ(xᵢ)(1 − tᵢ) + σ(−xᵢ) tᵢ is how
    /// wrong the prediction is, so that easy elements count less.
    /// </summary>
    /// <param name="logits">The raw scores x, before any sigmoid; of any shape.</param>
    /// <param name="target">The targets t, from 0 to 1; of the same shape.</param>
    /// <param name="gamma">γ, 0 or more; 0 gives <see cref="BinaryCrossEntropyWithLogits"/>.</param>
    /// <param name="alpha">α, from 0 to 1, which makes aᵢ = α tᵢ + (1 − α)(1 − tᵢ); without it aᵢ = 1.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>
    /// ∂ℓᵢ/∂xᵢ = aᵢ uᵢ^γ (σ(xᵢ) − tᵢ + γ BCE · (1 − 2tᵢ) σ(xᵢ) σ(−xᵢ) / uᵢ). Source: Lin, Goyal, Girshick, He and Dollár,
    /// "Focal Loss for Dense Object Detection", ICCV 2017, with γ = 2 and α = 0.25.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">A target is outside [0, 1] or NaN, γ is negative, or α is outside [0, 1].</exception>
    /// <example><code>
    /// Loss.BinaryFocal(Tensor.From([0.0, 20.0]), Tensor.From([1.0, 1.0]), reduction: Reduction.None)   // [0.1733, 8.76e-27]
    /// </code></example>
    public static Tensor BinaryFocal(
        Tensor logits, Tensor target, double gamma = 2, double? alpha = null, Reduction reduction = Reduction.Mean)
    {
        const string op = "BinaryFocal";
        PairLoss.CheckPair(op, logits, target, nameof(logits));
        Check.NotNegative(op, nameof(gamma), gamma);
        if (alpha is double share) Check.From0To1(op, nameof(alpha), share);
        return PairLoss.Run(op, logits, target, null, null, reduction, new BinaryFocalFormula(gamma, alpha));
    }

    readonly struct BinaryFocalFormula(double gamma, double? alpha) : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.FromZeroToOne;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => Check.Targets(op, target);

        [MethodImpl(Jit.Apart)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V shared = Softplus(-V.Abs(x), out V smaller), larger = V.One - smaller, q = V.One - t;
            V isNegative = V.Less(x, V.Zero), sigma = V.Select(isNegative, smaller, larger), rest = V.Select(isNegative, larger, smaller);
            V positive = V.Max(-x, V.Zero) + shared, negative = V.Max(x, V.Zero) + shared;
            V entropy = Part<V>(t, positive) + Part<V>(q, negative);
            V wrong = sigma * q + rest * t, a = alpha is double share ? V.Fill(share) * t + (V.One - V.Fill(share)) * q : V.One;
            V power = Power<V>(wrong), factor = a * power;

            // A power multiplies the errors of its base: floats and doubles are too short for any.
            digits.Note(V.Fill(0.25), V.One);
            digits.NoteTiny(power);
            digits.NoteTiny(wrong);
            value = Part<V>(factor, entropy);
            V soft = V.Select(V.Equal(wrong, V.Zero), V.Zero, sigma * rest / wrong);
            V perWrong = V.Select(V.Equal(t, V.Zero), rest, V.Select(V.Equal(q, V.Zero), sigma, soft)), pull = V.Fill(gamma) * entropy;
            V direct = digits.Minus(q * sigma, t * rest);
            slope = Part<V>(factor, digits.Minus(direct, (t - q) * (pull * perWrong)));
            V ofWrong = V.Select(V.Equal(wrong, V.Zero), V.Zero, pull / wrong) * digits.MinusForTarget(rest, sigma);
            V ofAlpha = alpha is double own ? (V.One - V.Fill(2 * own)) * Part<V>(power, entropy) : V.Zero;
            targetSlope = digits.MinusForTarget(Part<V>(factor, ofWrong - x), ofAlpha);
        }

        // ln(1 + eˣ) and the logistic function, apart from what is inlined into the formula: a method of both is too large for that.
        [MethodImpl(Jit.Apart)]
        static V Softplus<V>(V x, out V sigma) where V : struct, Simd.ISimd<V>
        {
            sigma = V.Sigmoid(x);
            return V.Log1p(V.Exp(x));
        }

        [MethodImpl(Jit.Apart)]
        V Power<V>(V x) where V : struct, Simd.ISimd<V> =>
            gamma == 2 ? x * x : gamma == 1 ? x : gamma == 0 ? V.One : V.Pow(x, V.Fill(gamma));

        // 0 · ∞ counts as 0.
        [MethodImpl(Jit.Inlined)]
        static V Part<V>(V weight, V loss) where V : struct, Simd.ISimd<V> =>
            V.Select(V.Equal(weight, V.Zero), V.Zero, weight * loss);
    }
}
