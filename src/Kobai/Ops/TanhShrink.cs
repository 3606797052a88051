using Kobai.Simd;

namespace Kobai;

/// <summary>What the hyperbolic tangent leaves.</summary>
public static class TanhShrinkOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ − tanh(xᵢ).</summary>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 2]).TanhShrink()   // [-0.23840…, 0, 1.03597…]
        /// </code></example>
        public Tensor TanhShrink() => Loop.Apply<Formula>(x, "TanhShrink");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => x - V.Tanh(x);

        V IFunction.Slope<V>(V x, V y)
        {
            V tanh = V.Tanh(x);
            return tanh * tanh;
        }
    }
}
