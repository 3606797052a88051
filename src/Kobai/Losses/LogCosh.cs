using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The logarithm of the hyperbolic cosine: ℓᵢ = ln cosh(xᵢ − tᵢ), a square near 0 and a line far away.</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = tanh(xᵢ − tᵢ).</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    /// <example><code>
    /// Loss.LogCosh(Tensor.From([1.0]), Tensor.From([0.0]))   // 0.4338
    /// </code></example>
    public static Tensor LogCosh(
        Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
        PairLoss.Run<LogCoshFormula>("LogCosh", input, target, null, null, reduction);

    readonly struct LogCoshFormula : IPairLoss
    {
        [MethodImpl(Jit.Inlined)]
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            V d = x - t, size = V.Abs(d), limit = V.Fill(20);
            // cosh d − 1 = (e^d − 1)² / (2 e^d); far away cosh d is e^d / 2 to the last bit.
            var e = V.Expm1(V.Min(size, limit));
            var near = V.Log1p(V.Fill(0.5) * e * (e / (e + V.One)));
            value = V.Select(V.Less(size, limit), near, size - V.Fill(Math.Log(2)));
            slope = V.Tanh(d);
            targetSlope = -slope;
        }
    }
}
