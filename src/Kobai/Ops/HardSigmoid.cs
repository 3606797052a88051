using Kobai.Simd;

namespace Kobai;

/// <summary>The logistic function in three straight lines.</summary>
public static class HardSigmoidOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = min(max(xᵢ + 3, 0), 6) / 6.</summary>
        /// <example><code>
        /// Tensor.From([-4.0, 0, 1.5]).HardSigmoid()   // [0, 0.5, 0.75]
        /// </code></example>
        public Tensor HardSigmoid() => Loop.Apply<Formula>(x, "HardSigmoid");
    }

    internal readonly struct Formula : IFunction
    {
        V IFunction.Value<V>(V x) => V.Min(V.Max(x + V.Fill(3), V.Zero), V.Fill(6)) / V.Fill(6);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Abs(x), V.Fill(3)), V.Fill(1 / 6.0), V.Zero);
    }
}
