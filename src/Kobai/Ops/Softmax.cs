using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The softmax.</summary>
public static class SoftmaxOp
{
    extension(Tensor x)
    {
        /// <summary>The softmax along an axis: yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), positive numbers whose sum is 1.</summary>
        /// <remarks>
        /// The largest element is taken off first, so nothing overflows, and the sum is in double precision. An element −∞
        /// gives 0. Where a line is all −∞, or holds +∞ or NaN, its softmax is NaN.
        /// </remarks>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3]).Softmax()     // [0.0900…, 0.2447…, 0.6652…]
        /// </code></example>
        public Tensor Softmax(int axis = -1)
        {
            var axes = new Axes("Softmax", x.Shape, [axis], keepDims: true);
            var y = Tensor.Empty(x.Shape, x.DType);
            Along.Middle<Forward>(axes.Arrange(x), null, y);
            return y.Record("Softmax", [x], dy =>
            {
                var dx = Tensor.Empty(x.Shape, x.DType);
                Along.Middle<Backward>(axes.Arrange(y), axes.Arrange(dy), dx);
                return [dx];
            });
        }
    }

    unsafe struct Forward : ILineKernel
    {
        // A block stays in the first-level cache between being computed and being summed.
        const nint Block = 512;

        static bool ILineKernel.Reduces => false;

        [SkipLocalsInit]
        static void ILineKernel.Run<T>(Lines lines, T* x, T* b, T* y)
        {
            if (typeof(T) == typeof(float) && lines.IsRun && TryRun((float*)x, lines.Length, *(float*)x, (float*)y)) return;
            T* parameter = stackalloc T[Lines.MostLines];
            double* sum = stackalloc double[Lines.MostLines];
            lines.Largest(x, parameter);
            if (typeof(T) == typeof(float) && lines.IsRun && TryRun((float*)x, lines.Length, *(float*)parameter, (float*)y)) return;
            lines.Apply<Difference.Power, T>(x, parameter, y);
            lines.Sum(y, sum);
            for (nint j = 0; j < lines.Count; j++) parameter[j] = T.CreateTruncating(1 / sum[j]);
            lines.Apply<Multiplication.Times, T>(y, parameter, y);
        }

        // From any number near the largest, which need not be looked for; false where it is not near.
        static bool TryRun(float* x, nint n, float c, float* y)
        {
            if (!SharedExponent.Reaches(c)) return false;
            var exponentials = new SharedExponent(c);
            double sum = 0;
            for (nint i = 0; i < n; i += Block)
            {
                nint m = nint.Min(Block, n - i);
                exponentials.Of(x + i, m, y + i);
                sum += Sums.Of(y + i, m);
            }
            if (!(sum < SharedExponent.MostSum)) return false;
            float share = (float)(1 / sum), low = (float)(1 / sum - share);
            Map.Value3<Share, float>(default, y, 1, &share, 0, &low, 0, y, n);
            return true;
        }
    }

    // e · (share + low), which is 1 for a single e
    readonly struct Share : IFunction3
    {
        V IFunction3.Value<V>(V e, V share, V low) => V.Fma(e, share, e * low);
    }

    // dx = y · (dy − Σ y · dy)
    unsafe struct Backward : ILineKernel
    {
        static bool ILineKernel.Reduces => false;

        [SkipLocalsInit]
        static void ILineKernel.Run<T>(Lines lines, T* y, T* dy, T* dx)
        {
            T* parameter = stackalloc T[Lines.MostLines];
            double* sum = stackalloc double[Lines.MostLines];
            lines.SumOfProducts(y, dy, sum);
            for (nint j = 0; j < lines.Count; j++) parameter[j] = T.CreateTruncating(sum[j]);
            lines.Zip<Pull, T>(y, dy, parameter, dx);
        }
    }

    readonly struct Pull : IFunction3
    {
        V IFunction3.Value<V>(V y, V dy, V mean) => y * (dy - mean);
    }
}
