namespace Kobai.Losses;

public static partial class Loss
{
    /// <summary>The squared error ℓᵢ = (xᵢ − tᵢ)².</summary>
    /// <param name="input">The predictions x, of any shape.</param>
    /// <param name="target">The targets t, of the shape of the input.</param>
    /// <param name="reduction">Mean divides by the number of elements.</param>
    /// <remarks>∂ℓᵢ/∂xᵢ = 2(xᵢ − tᵢ), ∂ℓᵢ/∂tᵢ = −2(xᵢ − tᵢ).</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="ArgumentException">The element types differ.</exception>
    /// <example><code>
    /// Loss.SquaredError(Tensor.From([0.5, 2.0]), Tensor.From([0.0, 1.0]))   // 0.625
    /// </code></example>
    public static Tensor SquaredError(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
        PairLoss.Run<SquaredErrorFormula>("SquaredError", input, target, null, null, reduction);

    readonly struct SquaredErrorFormula : IPairLoss
    {
        void IPairLoss.Evaluate<V>(V x, V t, V c, ref Digits<V> digits, out V value, out V slope, out V targetSlope)
        {
            var d = x - t;
            value = d * d;
            slope = d + d;
            targetSlope = -slope;
        }
    }
}
