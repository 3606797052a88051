using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>
    /// The ranking loss of pairs of scores: ℓᵢ = max(0, margin − tᵢ (aᵢ − bᵢ)), where tᵢ = 1 asks for the first to be higher
    /// and tᵢ = −1 for the second.
    /// </summary>
    /// <param name="first">The scores a, of any shape.</param>
    /// <param name="second">The scores b, of the shape of the first.</param>
    /// <param name="target">Which should be higher, t, of the same shape: +1 or −1.</param>
    /// <param name="margin">By how much the higher should be ahead.</param>
    /// <param name="reduction">Mean divides by the number of pairs.</param>
    /// <remarks>∂ℓᵢ/∂aᵢ = −tᵢ and ∂ℓᵢ/∂bᵢ = tᵢ where the higher is no more than the margin ahead; 0 elsewhere.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a target is neither −1 nor +1.</exception>
    /// <example><code>
    /// Loss.MarginRanking(Tensor.From([0.5, 2.0]), Tensor.From([1.0, 1.0]), Tensor.From([1.0, 1.0]), margin: 0.25)   // 0.375
    /// </code></example>
    public static Tensor MarginRanking(
        Tensor first, Tensor second, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean)
    {
        const string op = "MarginRanking";
        PairLoss.CheckPair(op, first, second, nameof(first), nameof(second));
        PairLoss.CheckPair(op, first, target, nameof(first));
        return PairLoss.Run(
            op, first, target, null, null, reduction, new MarginRankingFormula(margin), subtracted: second,
            inputName: nameof(first), subtractedName: nameof(second));
    }

    readonly struct MarginRankingFormula(double margin) : IPairLoss
    {
        static Domain IPairLoss.Target => Domain.Signs;

        static bool IPairLoss.IsLight<T>() => true;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => Check.PlusOrMinusOne(op, target);

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V ahead = x - c, rest = digits.Minus(V.Fill(margin), t * ahead), isActive = V.LessOrEqual(V.Zero, rest);
            value = V.Max(rest, V.Zero);
            slope = V.Select(isActive, -t, V.Zero);
            targetSlope = V.Select(isActive, -ahead, V.Zero);
        }
    }
}
