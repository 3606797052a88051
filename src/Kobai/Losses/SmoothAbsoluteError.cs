using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The smooth absolute error: ℓᵢ = d²/(2β) where d = |xᵢ − tᵢ| is below β, and d − β/2 elsewhere.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="beta">β, where the square turns into a line; 0 gives <see cref="AbsoluteError"/>.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = (xᵢ − tᵢ)/β below β, and sign(xᵢ − tᵢ) elsewhere. Source: Girshick, "Fast R-CNN", ICCV 2015.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or β is negative.</exception>
    /// <example><code>
    /// Loss.SmoothAbsoluteError(Tensor.From([0.5, 3.0]), Tensor.From([0.0, 1.0]))   // 0.8125
    /// </code></example>
    public static Tensor SmoothAbsoluteError(
        Tensor input, Tensor target, double beta = 1, Reduction reduction = Reduction.Mean)
    {
        Check.NotNegative("SmoothAbsoluteError", nameof(beta), beta);
        return PairLoss.Run("SmoothAbsoluteError", input, target, null, null, reduction, new SmoothAbsoluteErrorFormula(beta));
    }

    readonly struct SmoothAbsoluteErrorFormula(double beta) : IPairLoss
    {
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V d = x - t, size = V.Abs(d), b = V.Fill(beta), half = V.Fill(0.5), near = V.Less(size, b);
            var ratio = d / b;
            value = V.Select(near, half * ratio * d, size - half * b);
            slope = V.Select(near, ratio, V.Select(V.Equal(d, V.Zero), V.Zero, V.CopySign(V.One, d)));
            targetSlope = -slope;
        }
    }
}
