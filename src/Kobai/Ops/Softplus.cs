using Kobai.Simd;

namespace Kobai;

/// <summary>The softplus function.</summary>
public static class SoftplusOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = ln(1 + exp(xᵢ)), a smooth version of max(xᵢ, 0), without overflow.</summary>
        /// <example><code>
        /// Tensor.From([0.0, 100.0]).Softplus()   // [0.6931…, 100]
        /// </code></example>
        public Tensor Softplus() => Loop.Apply<Formula>(x, "Softplus");

        /// <summary>yᵢ = ln(1 + exp(β·xᵢ)) / β, and xᵢ itself where β·xᵢ is above a threshold.</summary>
        /// <param name="beta">β; the larger, the sharper the bend. Positive.</param>
        /// <param name="threshold">Above which the line is taken for the curve; never by default, as nothing overflows.</param>
        /// <exception cref="ArgumentOutOfRangeException">β is not positive.</exception>
        /// <example><code>
        /// Tensor.From([0.0, 1.0]).Softplus(beta: 2)   // [0.3465…, 1.0634…]
        /// </code></example>
        public Tensor Softplus(double beta, double threshold = double.PositiveInfinity) => beta > 0
            ? Loop.Apply(x, "Softplus", new Scaled(beta, threshold))
            : throw new ArgumentOutOfRangeException(nameof(beta), $"Softplus: beta must be positive; it is {beta}.");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Max(x, V.Zero) + V.Log1pOfUnit(V.Exp(-V.Abs(x)));
        V IFunction.Slope<V>(V x, V y) => V.Sigmoid(x);
    }

    internal readonly struct Scaled(Number beta, Number threshold) : IFunction
    {
        V IFunction.Value<V>(V x)
        {
            V z = V.Fill(beta) * x;
            return V.Select(
                V.Less(V.Fill(threshold), z), x, V.Max(x, V.Zero) + V.Log1pOfUnit(V.Exp(-V.Abs(z))) / V.Fill(beta));
        }

        V IFunction.Slope<V>(V x, V y)
        {
            V z = V.Fill(beta) * x;
            return V.Select(V.Less(V.Fill(threshold), z), V.One, V.Sigmoid(z));
        }
    }
}
