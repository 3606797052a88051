using Kobai.Simd;

namespace Kobai;

/// <summary>The softsign function.</summary>
public static class SoftsignOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ / (1 + |xᵢ|).</summary>
        /// <example><code>
        /// Tensor.From([-1.0, 0, 3]).Softsign()   // [-0.5, 0, 0.75]
        /// </code></example>
        public Tensor Softsign() => Loop.Apply<Formula>(x, "Softsign");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => x / (V.One + V.Abs(x));

        V IFunction.Slope<V>(V x, V y)
        {
            V d = V.One + V.Abs(x);
            return V.One / (d * d);
        }
    }
}
