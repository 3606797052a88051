using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The logistic loss of targets −1 and +1: ℓᵢ = ln(1 + exp(−tᵢ xᵢ)).</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = −tᵢ σ(−tᵢ xᵢ). A tiny loss and its gradient keep their digits, and a large one does not overflow.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a target is neither −1 nor +1.</exception>
    /// <example><code>
    /// Loss.SoftMargin(Tensor.From([20.0]), Tensor.From([1.0]))   // 2.0612e-09
    /// </code></example>
    public static Tensor SoftMargin(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
    {
        PairLoss.CheckPair("SoftMargin", input, target);
        return PairLoss.Run<SoftMarginFormula>("SoftMargin", input, target, null, null, reduction);
    }

    readonly struct SoftMarginFormula : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.Signs;

        // Of doubles it would take more registers than there are.
        static bool IPairLoss.IsLight<T>() => typeof(T) == typeof(float);

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => Check.PlusOrMinusOne(op, target);

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V margin = t * x, e = V.Exp(-V.Abs(margin));
            value = V.Max(-margin, V.Zero) + V.Log1pOfUnit(e);
            var wrong = V.Select(V.Less(margin, V.Zero), V.One, e) / (V.One + e);
            slope = -t * wrong;
            targetSlope = -x * wrong;
        }
    }
}
