using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// Negative log-likelihood of targets t under normal distributions of mean μ and variance v:
    /// ℓᵢ = ½ (ln vᵢ + (μᵢ − tᵢ)² / vᵢ), without the constant ½ ln 2π.
    /// </summary>
    /// <param name="mean">The predicted means μ, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the means.</param>
    /// <param name="variance">
    /// The predicted variances v, 0 or more: of the shape of the means, or without their last axis, or with axes of size 1
    /// for a variance that several means share.
    /// </param>
    /// <param name="full">Whether the constant ½ ln 2π is added.</param>
    /// <param name="epsilon">ε: a variance below it counts as ε.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>
    /// With d = μᵢ − tᵢ: ∂ℓᵢ/∂μᵢ = d/vᵢ, ∂ℓᵢ/∂tᵢ = −d/vᵢ and ∂ℓᵢ/∂vᵢ = ½ (1 − d²/vᵢ)/vᵢ, the last also for a variance
    /// below ε, at ε. Source: Nix and Weigend, "Estimating the Mean and Variance of the Target Probability Distribution",
    /// ICNN 1994.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a variance is negative or NaN.</exception>
    /// <example><code>
    /// Loss.GaussianNegativeLogLikelihood(Tensor.From([3.0]), Tensor.From([1.0]), Tensor.From([4.0]))   // ½ (ln 4 + 1) = 1.193
    /// </code></example>
    public static Tensor GaussianNegativeLogLikelihood(
        Tensor mean, Tensor target, Tensor variance, bool full = false, double epsilon = 1e-6,
        Reduction reduction = Reduction.Mean)
    {
        const string op = "GaussianNegativeLogLikelihood";
        PairLoss.CheckPair(op, mean, target, nameof(mean));
        Check.Positive(op, nameof(epsilon), epsilon);
        var shared = VarianceFor(op, mean, variance);
        PairLoss.CheckTypes(op, mean, variance, nameof(mean), nameof(variance));
        // A variance that several means share is looked at in its own shape, for its place in the message.
        if (!ReferenceEquals(shared, variance)) CheckVariance(op, variance);
        return PairLoss.Run(
            op, mean, shared, null, null, reduction, new GaussianFormula(full, epsilon), subtracted: target,
            inputName: nameof(mean), subtractedName: nameof(target));
    }

    static void CheckVariance(string op, Tensor variance) =>
        Check.NoneNegative(op, nameof(variance), variance, "Predict the logarithm and take Exp(), or take Softplus().");

    static Tensor VarianceFor(string op, Tensor mean, Tensor variance)
    {
        if (variance.Shape == mean.Shape) return variance;
        bool lacksLast = variance.Rank == mean.Rank - 1 && variance.Shape.Sizes.SequenceEqual(mean.Shape.Sizes[..^1]);
        var column = lacksLast ? variance.Unsqueeze(-1) : variance;
        if (column.Rank == mean.Rank && Shape.TryBroadcast(column.Shape, mean.Shape) == mean.Shape) return column.Expand(mean.Shape);
        throw new ShapeException(
            $"{op}: variance must have the shape of the mean, or lack its last axis, or have axes of size 1; mean is {mean.Shape}, variance is {variance.Shape}.");
    }

    /// <summary>ln 2π to the digits of two doubles.</summary>
    static V LogOf2Pi<V>() where V : struct, Simd.ISimd<V> => V.Fill(1.8378770664093456) + V.Fill(-7.756588316134483e-17);

    // x is the mean, t the variance and c the target.
    readonly struct GaussianFormula(bool full, double epsilon) : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.NotNegative;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => CheckVariance(op, target);

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V d = x - c, v = V.Max(t, V.Fill(epsilon)), half = V.Fill(0.5), ratio = d / v, square = ratio * d, log = V.Log(v);
            value = half * digits.Minus(square, full ? -(log + LogOf2Pi<V>()) : -log);
            if (full) digits.Note(value, half * log);
            slope = ratio;
            V rest = V.Fma(-d, d, v);
            digits.NoteForTarget(rest, V.Fill(1.5) * v);
            targetSlope = half * rest / v / v;
        }
    }
}
