using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>The logarithm of the sum of exponentials.</summary>
public static class LogSumExpOp
{
    extension(Tensor x)
    {
        /// <summary>ln Σ exp(xᵢ) over all elements.</summary>
        public Tensor LogSumExp() => x.LogSumExp([]);

        /// <summary>ln Σ exp(xᵢ) over one axis, counted from the front (0 …) or the back (−1 …).</summary>
        /// <exception cref="ShapeException">The axis does not exist.</exception>
        public Tensor LogSumExp(int axis, bool keepDims = false) => x.LogSumExp([axis], keepDims);

        /// <summary>ln Σ exp(xᵢ) over some axes: a smooth maximum.</summary>
        /// <remarks>
        /// With m the largest element, at place a: m + ln(1 + Σ_{j≠a} exp(xⱼ − m)), summed in double precision and rounded once.
        /// Of elements that are all −∞, and of no elements, it is −∞; if one is +∞ it is +∞.
        /// </remarks>
        /// <param name="axes">Axes counted from the front (0 …) or the back (−1 …); none means all.</param>
        /// <param name="keepDims">Whether each axis stays, with size 1.</param>
        /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
        /// <example><code>
        /// Tensor.From([1000.0, 1000]).LogSumExp()     // 1000.6931…
        /// </code></example>
        public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false)
        {
            var plan = new Axes("LogSumExp", x.Shape, axes, keepDims);
            var y = Tensor.Empty(plan.ResultShape, x.DType);
            if (x.Count == 0) Kernel.Fill(y, double.NegativeInfinity);
            else Along.Middle<Forward>(plan.Arrange(x), null, y);
            return y.Record("LogSumExp", [x], dy =>
            {
                var softmax = Loop.Zip<Share>(x, y.Detach().Reshape(plan.KeptShape), "LogSumExp");
                return [softmax * dy.Reshape(plan.KeptShape)];
            });
        }
    }

    /// <summary>The largest element m of each line, and ln Σ exp(xᵢ − m), which keeps its digits near 0.</summary>
    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    internal static unsafe void AboveLargest<T>(Lines lines, T* x, T* largest, double* log)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* second = stackalloc T[Lines.MostLines];
        lines.TwoLargest(x, largest, second);
        lines.Sum<Difference.PowerOfOthers, T>(x, largest, log);
        bool tied = false;
        for (nint j = 0; j < lines.Count; j++) tied |= largest[j] == second[j];
        if (tied)
        {
            double* ties = stackalloc double[Lines.MostLines];
            lines.Sum<Difference.Tie, T>(x, largest, ties);
            for (nint j = 0; j < lines.Count; j++) log[j] += ties[j] - 1;
        }
        Map.Value<Log1pOp.Formula, double>(default, log, 1, log, lines.Count);
    }

    unsafe struct Forward : ILineKernel
    {
        static bool ILineKernel.Reduces => true;

        [SkipLocalsInit]
        static void ILineKernel.Run<T>(Lines lines, T* x, T* b, T* y)
        {
            double* log = stackalloc double[Lines.MostLines];
            AboveLargest(lines, x, y, log);
            for (nint j = 0; j < lines.Count; j++) y[j] = T.CreateTruncating(double.CreateTruncating(y[j]) + log[j]);
        }
    }

    // exp(x − y), and 0 where all elements are −∞.
    readonly struct Share : IFunction2
    {
        V IFunction2.Value<V>(V x, V y) => Difference.Exp(x, V.Select(V.Equal(y, V.Fill(double.NegativeInfinity)), V.Zero, y));
    }
}
