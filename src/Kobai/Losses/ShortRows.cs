using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Products;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>A loss of rows that can run many short rows of floats at once.</summary>
unsafe interface IShortRowLoss
{
    /// <summary>The losses of some rows and their gradients, as by <see cref="IRowLoss.Run"/>; false where each has to be run by itself.</summary>
    bool TryRun(nint row, int count, float* x, int classes, float* dx, double scale, double* losses);
}

/// <summary>
/// Rows of few classes side by side: a register holds one class of several rows, so that no lane is idle and the last
/// steps of a row are shared by several.
/// </summary>
static unsafe class ShortRows
{
    /// <summary>The most rows at once, and the most classes of a row that is short.</summary>
    public const int MostRows = 64, MostClasses = 32;

    /// <summary>The loss of the label of each row; false where a result is not finite.</summary>
    [SkipLocalsInit]
    public static bool TryRun<F>(
        F f, ReadOnlySpan<long> labels, long ignored, double[]? weight, float* x, int classes, float* dx, double scale, double* losses)
        where F : struct, ILabelLoss
    {
        // Registers that lie across two cache lines would take half as long again.
        const int line = 64;
        byte* room = stackalloc byte[((MostClasses + 1) * sizeof(float) + 4 * sizeof(double)) * MostRows + line];
        double* own = (double*)(((nint)room + line - 1) & -line), others = own + MostRows, distance = others + MostRows;
        double* factor = distance + MostRows;
        float* parameter = (float*)(factor + MostRows), e = parameter + MostRows;
        int n = labels.Length;
        Turn(x, n, classes, classes, e, MostRows);

        var lines = new Lines(classes, n, MostRows);
        lines.Largest(e, parameter);
        lines.Apply<Difference.Power, float>(e, parameter, e);
        for (int i = 0; i < n; i++)
        {
            bool counts = labels[i] != ignored;
            int label = counts ? (int)labels[i] : 0;
            factor[i] = counts ? weight?[label] ?? 1 : 0;
            if (!(Math.Abs(factor[i] * scale) <= SoftmaxRow<float, float>.MostFactor)) return false;
            distance[i] = (double)parameter[i] - x[i * classes + label];
            own[i] = e[label * MostRows + i];
            e[label * MostRows + i] = 0;
        }
        lines.Sum(e, others);
        Finish(f, distance, own, others, factor, losses, scale, n);
        for (int i = 0; i < n; i++)
        {
            if (!double.IsFinite(losses[i])) return false;
            parameter[i] = (float)(factor[i] / others[i]);
        }
        if (dx == null) return true;

        lines.Apply<Multiplication.Times, float>(e, parameter, e);
        for (int i = 0; i < n; i++)
            if (labels[i] != ignored) e[labels[i] * MostRows + i] = (float)(-factor[i] * own[i]);
        Turn(e, classes, n, MostRows, dx, classes);
        return true;
    }

    /// <summary>Rows, a stride apart, become columns.</summary>
    [MethodImpl(Jit.Apart)]
    public static void Turn(float* from, int rows, int columns, int stride, float* to, int toStride)
    {
        int wholeRows = Transpose.IsSupported ? rows & ~3 : 0, wholeColumns = Transpose.IsSupported ? columns & ~3 : 0;
        for (int j = 0; j < wholeColumns; j += 4)
        {
            for (int i = 0; i < wholeRows; i += 4)
            {
                float* source = from + i * stride + j, target = to + j * toStride + i;
                Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + stride);
                Vector128<float> c = Vector128.Load(source + 2 * stride), d = Vector128.Load(source + 3 * stride);
                Transpose.Block(ref a, ref b, ref c, ref d);
                a.Store(target);
                b.Store(target + toStride);
                c.Store(target + 2 * toStride);
                d.Store(target + 3 * toStride);
            }
        }
        for (int j = 0; j < columns; j++)
            for (int i = j < wholeColumns ? wholeRows : 0; i < rows; i++) to[j * toStride + i] = from[i * stride + j];
    }

    static void Finish<F>(F f, double* distance, double* own, double* others, double* factor, double* losses, double scale, int n)
        where F : struct, ILabelLoss
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated) Finish<F, V512<double>>(f, distance, own, others, factor, losses, scale, ref i, n);
        else if (Vector256.IsHardwareAccelerated) Finish<F, V256<double>>(f, distance, own, others, factor, losses, scale, ref i, n);
        else if (Vector128.IsHardwareAccelerated) Finish<F, V128<double>>(f, distance, own, others, factor, losses, scale, ref i, n);
        Finish<F, V1<double>>(f, distance, own, others, factor, losses, scale, ref i, n);
    }

    // In: the factor of the row's loss. Out: that of its gradient in factor, the sum of all exponentials in others, and
    // the share of the others in own.
    [MethodImpl(Jit.Apart)]
    static void Finish<F, V>(
        F f, double* distance, double* own, double* others, double* factor, double* losses, double scale, ref int i, int n)
        where F : struct, ILabelLoss where V : struct, ISimd<V, double>
    {
        for (int step = (int)V.Count; i <= n - step; i += step)
        {
            V p = V.Load(ref own[i], 0), q = V.Load(ref others[i], 0), w = V.Load(ref factor[i], 0), all = p + q, rest = q / all;
            LabelLoss<F>.Evaluate(f, V.Load(ref distance[i], 0), p, q, out V value, out V slope);
            V.Store(V.Select(V.Equal(w, V.Zero), value - value, value * w), ref losses[i], 0);
            V.Store(w * V.Fill(scale) * slope, ref factor[i], 0);
            V.Store(all, ref others[i], 0);
            V.Store(rest, ref own[i], 0);
        }
    }
}
