using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The swish function with the logistic function in straight lines.</summary>
public static class HardSwishOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = xᵢ·min(max(xᵢ + 3, 0), 6) / 6.</summary>
        /// <remarks>Source: Howard et al., "Searching for MobileNetV3", arXiv:1905.02244.</remarks>
        /// <example><code>
        /// Tensor.From([-4.0, -1.5, 1.5]).HardSwish()   // [0, -0.375, 1.125]
        /// </code></example>
        public Tensor HardSwish() => Loop.Apply<Formula>(x, "HardSwish");
    }

    // Below −3 the factor is 0, also at −∞.
    internal readonly struct Formula : IFunction
    {
        [MethodImpl(Jit.Inlined)]
        V IFunction.Value<V>(V x) =>
            V.Max(x, V.Fill(-3)) * V.Min(V.Max(x + V.Fill(3), V.Zero), V.Fill(6)) / V.Fill(6);

        [MethodImpl(Jit.Inlined)]
        V IFunction.Slope<V>(V x, V y) => V.Select(
            V.Less(x, V.Fill(-3)), V.Zero, V.Select(V.Less(x, V.Fill(3)), x / V.Fill(3) + V.Fill(0.5), V.One));
    }
}
