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
        void IPairLoss.Evaluate<V>(V x, V t, V c, out V value, out V slope, out V targetSlope)
        {
            V d = x - t, size = V.Abs(d), half = V.Fill(0.5);
            // cosh d = 1 + 2 sinh²(d/2) near 0, and e^d (1 + e^(−2d)) / 2 far away.
            var e = V.Expm1(half * V.Min(size, V.One));
            var sinh = half * (e + e / (e + V.One));
            var far = size - V.Fill(Math.Log(2)) + V.Log1p(V.Exp(V.Fill(-2) * size));
            value = V.Select(V.Less(size, V.One), V.Log1p(V.Fill(2) * sinh * sinh), far);
            slope = V.Tanh(d);
            targetSlope = -slope;
        }

        static V IPairLoss.Cancels<V>(V x, V t) => V.Less(V.One, V.Zero);
    }
}
