using Kobai.Simd;

namespace Kobai;

/// <summary>The logistic function.</summary>
public static class SigmoidOp
{
    extension(Tensor x)
    {
        /// <summary>The logistic function of every element: yᵢ = 1 / (1 + exp(−xᵢ)).</summary>
        /// <example><code>
        /// Tensor.From([0.0, 2.0]).Sigmoid()   // [0.5, 0.8807…]
        /// </code></example>
        public Tensor Sigmoid() => Loop.Apply<Formula>(x, "Sigmoid");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Sigmoid(x);

        // s (1 − s) of the smaller of y and 1 − y, which is y e⁻ˣ where y is near 1 and has lost its digits.
        V IFunction.Slope<V>(V x, V y)
        {
            V s = V.Select(V.Less(V.Zero, x), y * V.Exp(-V.Abs(x)), y);
            return V.Fma(-s, s, s);
        }
    }
}
