using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The largest element under a window.</summary>
public static class MaxPool2dOp
{
    extension(Tensor x)
    {
        /// <summary>The largest element under a window that moves over each plane; NaN if there is one.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Rows and columns around each plane that are never the largest; at most half the window.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <returns>
        /// A tensor of shape (images, channels, rows, columns), where rows is
        /// ⌊(height + 2·padding − dilation·(kernel height − 1) − 1) / stride⌋ + 1, or rounded up, and columns likewise.
        /// </returns>
        /// <remarks>
        /// x has the shape (images, channels, height, width), or (channels, height, width). The gradient goes to the first
        /// of several largest elements.
        /// </remarks>
        /// <exception cref="ShapeException">x has no planes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the padding is too large.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 4, 4).MaxPool2d(2)   // [[[5, 7], [13, 15]]]
        /// </code></example>
        public Tensor MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceiling = false) =>
            Pooling.Run<Largest>("MaxPool2d", x, Pooling.Rule("MaxPool2d", x, kernel, stride, padding, dilation ?? 1, ceiling));
    }

    // The note is the number of the largest element within its window.
    readonly unsafe struct Largest : IPool
    {
        static double IPool.Border => double.NegativeInfinity;

        [MethodImpl(Jit.Inlined)]
        static void IPool.Value<V, T>(T* x, nint[] offsets, T* y, T* note)
        {
            V best = V.Load(ref x[0], 0), number = V.Zero, k = V.Zero;
            for (int i = 1; i < offsets.Length; i++)
            {
                V next = V.Load(ref x[offsets[i]], 0);
                k += V.One;
                // Not at most the best, where that is a number.
                V stays = V.Or(V.LessOrEqual(next, best), V.Xor(V.Equal(best, best), V.Equal(V.Zero, V.Zero)));
                best = V.Select(stays, best, next);
                number = V.Select(stays, number, k);
            }
            V.Store(best, ref *y, 0);
            V.Store(number, ref *note, 0);
        }

        [MethodImpl(Jit.Inlined)]
        static V IPool.Gradient<V, T>(V number, V dy, V note) => V.Select(V.Equal(note, number), dy, V.Zero);
    }
}
