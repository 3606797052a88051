using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The quantile or pinball loss: ℓᵢ = q(tᵢ − xᵢ) where the target is above the prediction, and (1 − q)(xᵢ − tᵢ) where it is below.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="quantile">q, between 0 and 1: the share of targets that should lie below the prediction.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = −q below the target, 1 − q above it, and 0 on it. Source: Koenker and Bassett, "Regression Quantiles", Econometrica 46 (1978).</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or q is not between 0 and 1.</exception>
    /// <example><code>
    /// Loss.Quantile(Tensor.From([1.0, 1.0]), Tensor.From([0.0, 3.0]), quantile: 0.9)   // 0.95
    /// </code></example>
    public static Tensor Quantile(
        Tensor input, Tensor target, double quantile, Reduction reduction = Reduction.Mean)
    {
        Check.Inside("Quantile", nameof(quantile), quantile, 0, 1);
        return PairLoss.Run("Quantile", input, target, null, null, reduction, new QuantileFormula(quantile));
    }

    readonly struct QuantileFormula(double quantile) : IPairLoss
    {
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V d = x - t, above = V.Fill(1 - quantile), below = V.Fill(-quantile);
            slope = V.Select(V.Equal(d, V.Zero), V.Zero, V.Select(V.Less(d, V.Zero), below, above));
            value = slope * d;
            targetSlope = -slope;
        }
    }
}
