using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>Running sums along an axis.</summary>
public static unsafe class CumulativeSumOp
{
    extension(Tensor x)
    {
        /// <summary>The running sum along an axis: yₖ = x₀ + x₁ + … + xₖ, summed in double precision.</summary>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 3]).CumulativeSum(0)     // [1, 3, 6]
        /// </code></example>
        public Tensor CumulativeSum(int axis)
        {
            var axes = new Axes("CumulativeSum", x.Shape, [axis], keepDims: true);
            return Running(axes.Arrange(x), x.Shape, backward: false)
                .Record("CumulativeSum", [x], dy => [Running(axes.Arrange(dy), x.Shape, backward: true)]);
        }
    }

    static Tensor Running(Tensor x, Shape shape, bool backward)
    {
        var y = Tensor.Empty(shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(x, y, backward);
        else Run<double>(x, y, backward);
        return y;
    }

    static void Run<T>(Tensor x, Tensor y, bool backward) where T : unmanaged
    {
        nint n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* from = px, to = py;
            nint first = backward ? (n - 1) * inner : 0, step = backward ? -inner : inner;
            Along.Each(x.Shape, (_, start) => Line(from + start + first, to + start + first, n, step));
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    [MethodImpl(Jit.Apart)]
    static void Line<T>(T* x, T* y, nint n, nint step) where T : unmanaged
    {
        double sum = 0;
        for (nint k = 0; k < n; k++, x += step, y += step)
        {
            sum += Kernel.Convert<T, double>(*x);
            *y = Kernel.Convert<double, T>(sum);
        }
    }
}
