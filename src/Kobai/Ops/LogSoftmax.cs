using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The logarithm of the softmax.</summary>
public static class LogSoftmaxOp
{
    extension(Tensor x)
    {
        /// <summary>The logarithm of the softmax along an axis: yᵢ = xᵢ − ln Σⱼ exp(xⱼ).</summary>
        /// <remarks>
        /// With m the largest element, at place a: yᵢ = (xᵢ − m) − ln(1 + Σ_{j≠a} exp(xⱼ − m)), the sum in double precision.
        /// A result near 0 keeps its digits: −10⁻³⁰ does not become 0. An element −∞ gives −∞. Where a line is all −∞, or
        /// holds +∞ or NaN, the result is NaN.
        /// </remarks>
        /// <param name="axis">The axis, counted from the front (0 …) or the back (−1 …).</param>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        /// <example><code>
        /// Tensor.From([0.0, 40]).LogSoftmax()     // [-40, -4.248e-18]
        /// </code></example>
        public Tensor LogSoftmax(int axis = -1)
        {
            var axes = new Axes("LogSoftmax", x.Shape, [axis], keepDims: true);
            var y = Tensor.Empty(x.Shape, x.DType);
            Along.Middle<Forward>(axes.Arrange(x), null, y);
            return y.Record("LogSoftmax", [x], dy =>
            {
                var dx = Tensor.Empty(x.Shape, x.DType);
                Along.Middle<Backward>(axes.Arrange(y), axes.Arrange(dy), dx);
                return [dx];
            });
        }
    }

    unsafe struct Forward : ILineKernel
    {
        static bool ILineKernel.Reduces => false;

        [SkipLocalsInit]
        static void ILineKernel.Run<T>(Lines lines, T* x, T* b, T* y)
        {
            T* largest = stackalloc T[Lines.MostLines], above = stackalloc T[Lines.MostLines];
            double* log = stackalloc double[Lines.MostLines];
            LogSumExpOp.AboveLargest(lines, x, largest, log);
            for (nint j = 0; j < lines.Count; j++)
            {
                // An infinite largest element makes its line NaN.
                above[j] = T.CreateTruncating(log[j]) + (largest[j] - largest[j]);
            }
            lines.Apply<Below, T>(x, largest, above, y);
        }
    }

    readonly struct Below : IFunction3
    {
        V IFunction3.Value<V>(V x, V largest, V above) => x - largest - above;
    }

    // dx = dy − exp(y) · Σ dy
    unsafe struct Backward : ILineKernel
    {
        static bool ILineKernel.Reduces => false;

        [SkipLocalsInit]
        static void ILineKernel.Run<T>(Lines lines, T* y, T* dy, T* dx)
        {
            T* parameter = stackalloc T[Lines.MostLines];
            double* sum = stackalloc double[Lines.MostLines];
            lines.Sum(dy, sum);
            for (nint j = 0; j < lines.Count; j++) parameter[j] = T.CreateTruncating(sum[j]);
            lines.Zip<Pull, T>(y, dy, parameter, dx);
        }
    }

    readonly struct Pull : IFunction3
    {
        V IFunction3.Value<V>(V y, V dy, V sum) => dy - V.Exp(y) * sum;
    }
}
