using Kobai.Simd;

namespace Kobai;

/// <summary>The leaky rectified linear unit.</summary>
public static class LeakyReluOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ where xᵢ &gt; 0, and slope·xᵢ elsewhere.</summary>
        /// <param name="slope">The slope below 0.</param>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).LeakyRelu()   // [-0.01, 0, 2]
        /// </code></example>
        public Tensor LeakyRelu(double slope = 0.01) => Loop.Apply(x, "LeakyRelu", new Formula(slope));
    }

    internal readonly struct Formula(Number slope) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.Less(V.Zero, x), x, V.Fill(slope) * x);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Zero, x), V.One, V.Fill(slope));
    }
}
