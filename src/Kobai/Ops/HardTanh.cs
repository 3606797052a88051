using Kobai.Simd;

namespace Kobai;

/// <summary>The hyperbolic tangent in three straight lines.</summary>
public static class HardTanhOp
{
    extension(Tensor x)
    {
        /// <summary>yᵢ = min(max(xᵢ, min), max). The gradient is 1 strictly between the bounds and 0 elsewhere.</summary>
        /// <param name="min">The lower bound.</param>
        /// <param name="max">The upper bound, above the lower.</param>
        /// <exception cref="ArgumentOutOfRangeException">The bounds are not in order.</exception>
        /// <example><code>
        /// Tensor.From([-3.0, 0.5, 2]).HardTanh()   // [-1, 0.5, 1]
        /// </code></example>
        public Tensor HardTanh(double min = -1, double max = 1) => min < max
            ? Loop.Apply(x, "HardTanh", new Formula(min, max))
            : throw new ArgumentOutOfRangeException(nameof(min), $"HardTanh: min must be below max; min is {min}, max is {max}.");
    }

    internal readonly struct Formula(Number min, Number max) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Min(V.Max(x, V.Fill(min)), V.Fill(max));

        V IFunction.Slope<V>(V x, V y) =>
            V.Select(V.Less(V.Fill(min), x), V.Select(V.Less(x, V.Fill(max)), V.One, V.Zero), V.Zero);
    }
}
