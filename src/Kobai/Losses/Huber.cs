using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>Huber's loss: ℓᵢ = d²/2 where d = |xᵢ − tᵢ| is at most δ, and δ(d − δ/2) elsewhere.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="delta">δ, where the square turns into a line.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = xᵢ − tᵢ up to δ, and δ sign(xᵢ − tᵢ) elsewhere. Source: Huber, "Robust Estimation of a Location Parameter", Ann. Math. Stat. 35 (1964).</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or δ is not positive.</exception>
    /// <example><code>
    /// Loss.Huber(Tensor.From([0.5, 3.0]), Tensor.From([0.0, 1.0]))   // 0.8125
    /// </code></example>
    public static Tensor Huber(
        Tensor input, Tensor target, double delta = 1, Reduction reduction = Reduction.Mean)
    {
        Check.Positive("Huber", nameof(delta), delta);
        return PairLoss.Run("Huber", input, target, null, null, reduction, new HuberFormula(delta));
    }

    readonly struct HuberFormula(double delta) : IPairLoss
    {
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V d = x - t, size = V.Abs(d), limit = V.Fill(delta), half = V.Fill(0.5), near = V.LessOrEqual(size, limit);
            value = V.Select(near, half * d * d, limit * (size - half * limit));
            slope = V.Select(near, d, V.CopySign(limit, d));
            targetSlope = -slope;
        }
    }
}
