using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The absolute error ℓᵢ = |xᵢ − tᵢ|, also called L1.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = sign(xᵢ − tᵢ), which is 0 at 0.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    /// <example><code>
    /// Loss.AbsoluteError(Tensor.From([0.5, 2.0]), Tensor.From([0.0, 1.0]))   // 0.75
    /// </code></example>
    public static Tensor AbsoluteError(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
        PairLoss.Run<AbsoluteErrorFormula>("AbsoluteError", input, target, null, null, reduction);

    readonly struct AbsoluteErrorFormula : IPairLoss
    {
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var d = x - t;
            value = V.Abs(d);
            slope = V.Select(V.Equal(d, V.Zero), V.Zero, V.CopySign(V.One, d));
            targetSlope = -slope;
        }
    }
}
