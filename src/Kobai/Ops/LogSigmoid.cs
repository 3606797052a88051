using Kobai.Simd;

namespace Kobai;

/// <summary>The logarithm of the logistic function.</summary>
public static class LogSigmoidOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = ln(1 / (1 + exp(−xᵢ))), without overflow and without losing digits.</summary>
        /// <example><code>
        /// Tensor.From([-100.0, 0, 20]).LogSigmoid()   // [-100, -0.69314…, -2.061e-9]
        /// </code></example>
        public Tensor LogSigmoid() => Loop.Apply<Formula>(x, "LogSigmoid");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Min(x, V.Zero) - V.Log1pOfUnit(V.Exp(-V.Abs(x)));
        V IFunction.Slope<V>(V x, V y) => V.Sigmoid(-x);
    }
}
