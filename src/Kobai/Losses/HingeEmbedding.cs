using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The hinge of a distance x: ℓᵢ = xᵢ for a similar pair, tᵢ = 1, and max(0, margin − xᵢ) for a different one, tᵢ = −1.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="margin">How far apart a different pair should be.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = 1 for tᵢ = 1; −1 for tᵢ = −1 up to the margin, else 0.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ, or a target is neither −1 nor +1.</exception>
    /// <example><code>
    /// Loss.HingeEmbedding(Tensor.From([0.2, 0.2]), Tensor.From([1.0, -1.0]))   // 0.5
    /// </code></example>
    public static Tensor HingeEmbedding(
        Tensor input, Tensor target, double margin = 1, Reduction reduction = Reduction.Mean)
    {
        PairLoss.CheckPair("HingeEmbedding", input, target);
        return PairLoss.Run("HingeEmbedding", input, target, null, null, reduction, new HingeEmbeddingFormula(margin));
    }

    readonly struct HingeEmbeddingFormula(double margin) : IPairLoss
    {
        // The difference of two exact numbers is rounded once, however near they are.
        readonly bool _isExact = (float)margin == margin;

        static Domain IPairLoss.Target => Domain.Signs;

        static bool IPairLoss.IsLight<T>() => true;

        static void IPairLoss.Refuse(string op, Tensor input, Tensor target) => Check.PlusOrMinusOne(op, target);

        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var isSimilar = V.Less(V.Zero, t);
            var rest = V.Fill(margin) - x;
            if (!_isExact) digits.Note(rest, V.Select(isSimilar, V.Zero, V.Fill(margin)));
            value = V.Select(isSimilar, x, V.Max(rest, V.Zero));
            slope = V.Select(isSimilar, V.One, V.Select(V.LessOrEqual(V.Zero, rest), -V.One, V.Zero));
            targetSlope = V.Zero;
        }
    }
}
