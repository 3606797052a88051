using Kobai.Simd;

namespace Kobai;

/// <summary>The p-norm of the elements under a window.</summary>
public static class LpPool2dOp
{
    extension(Tensor x)
    {
        /// <summary>(Σ xᵖ)^(1/p) over the elements under a window that moves over each plane.</summary>
        /// <param name="p">p: 1 sums, and the larger, the closer to the largest element. Positive.</param>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <returns>A tensor of shape (images, channels, rows, columns), with the rows and columns of <c>MaxPool2d</c>.</returns>
        /// <remarks>
        /// A sum that is not positive gives 0 and has no gradient. As in PyTorch, the sum of a window that hangs over the end is
        /// scaled to a whole window.
        /// </remarks>
        /// <exception cref="ShapeException">x has no planes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 2, 4], [1, 2, 2]).LpPool2d(2, 2)   // [[[5]]]
        /// </code></example>
        public Tensor LpPool2d(double p, Pair kernel, Pair? stride = null, bool ceiling = false)
        {
            if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), $"LpPool2d: p must be positive; it is {p}.");
            var sum = x.Pow(p).AvgPool2d(kernel, stride, ceiling: ceiling) * (kernel.Height * kernel.Width);
            return Loop.Apply(sum, "LpPool2d", new Root(1 / p));
        }

        /// <summary>(Σ xᵖ)^(1/p) over the elements under a window that moves along the last axis, as <c>LpPool2d</c> over planes.</summary>
        /// <param name="p">p: 1 sums, and the larger, the closer to the largest element. Positive.</param>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <exception cref="ShapeException">x is not (images, channels, length) or (channels, length), or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
        /// <example><code>
        /// Tensor.From([3.0, 4], [1, 2]).LpPool1d(2, 2)   // [[5]]
        /// </code></example>
        public Tensor LpPool1d(double p, int kernel, int? stride = null, bool ceiling = false) =>
            x.Unsqueeze(-2).LpPool2d(p, (1, kernel), (1, stride ?? kernel), ceiling).Squeeze(-2);
    }

    readonly struct Root(double power) : IFunction
    {
        V IFunction.Value<V>(V x) => V.Select(V.Less(V.Zero, x), V.Pow(x, V.Fill(power)), V.Zero);
        V IFunction.Slope<V>(V x, V y) => V.Select(V.Less(V.Zero, x), V.Fill(power) * y / x, V.Zero);
    }
}
