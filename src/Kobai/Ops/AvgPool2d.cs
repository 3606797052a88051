using System.Runtime.CompilerServices;
using Kobai.Products;
using Kobai.Simd;

namespace Kobai;

/// <summary>The mean of the elements under a window.</summary>
public static class AvgPool2dOp
{
    extension(Tensor x)
    {
        /// <summary>The mean of the elements under a window that moves over each plane.</summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; its size by default.</param>
        /// <param name="padding">Rows and columns of zeros around each plane; at most half the window.</param>
        /// <param name="ceiling">Whether a last window may hang over the end.</param>
        /// <param name="countPadding">Whether the zeros of the padding count as elements.</param>
        /// <returns>A tensor of shape (images, channels, rows, columns), with the rows and columns of <c>MaxPool2d</c>.</returns>
        /// <remarks>x has the shape (images, channels, height, width), or (channels, height, width).</remarks>
        /// <exception cref="ShapeException">x has no planes, or the window does not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the padding is too large.</exception>
        /// <example><code>
        /// Tensor.Arange(16).Reshape(1, 4, 4).AvgPool2d(2)   // [[[2.5, 4.5], [10.5, 12.5]]]
        /// </code></example>
        public Tensor AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceiling = false, bool countPadding = true)
        {
            var window = Pooling.Rule("AvgPool2d", x, kernel, stride, padding, 1, ceiling);
            return Pooling.Run<Mean>("AvgPool2d", x, window, Counts(window, countPadding, x.DType));
        }
    }

    // How many elements each window counts.
    static Tensor Counts(Window window, bool countPadding, DType type)
    {
        var counts = Tensor.Empty([window.OutHeight, window.OutWidth], type);
        for (nint i = 0; i < counts.Count; i++)
        {
            (nint row, nint column) = Math.DivRem(i, window.OutWidth);
            nint rows = Count(row * window.StrideY - window.Top, window.KernelHeight, window.Height, window.Top, countPadding);
            nint columns = Count(column * window.StrideX - window.Left, window.KernelWidth, window.Width, window.Left, countPadding);
            Kernel.Set(counts, i, rows * columns);
        }
        return counts;
    }

    static nint Count(nint first, nint kernel, nint size, nint padding, bool countPadding)
    {
        nint end = nint.Min(first + kernel, size + padding);
        return countPadding ? end - first : nint.Min(end, size) - nint.Max(first, 0);
    }

    // The note is the number of elements.
    readonly unsafe struct Mean : IPool
    {
        static double IPool.Border => 0;

        [MethodImpl(Jit.Inlined)]
        static void IPool.Value<V, T>(T* x, nint[] offsets, T* y, T* note)
        {
            V sum = V.Load(ref x[0], 0);
            for (int k = 1; k < offsets.Length; k++) sum += V.Load(ref x[offsets[k]], 0);
            V.Store(sum / V.Load(ref *note, 0), ref *y, 0);
        }

        [MethodImpl(Jit.Inlined)]
        static V IPool.Gradient<V, T>(V number, V dy, V note) => dy / note;
    }
}
