using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>From float logits to exponentials of 13 digits, in double, and from these to slopes.</summary>
static unsafe class SmoothedTerms
{
    /// <summary>What the exponentials are larger by.</summary>
    public const double Factor = 1.3407807929942597e154; // 2⁵¹²

    const int Lanes = 16;

    /// <summary>One row, and what is needed next comes into the cache: e[j] = 2⁵¹²exp(x[j] − c), with the sums of e, which is NaN where one is out of range, and of x − c.</summary>
    public static (double Sum, double Distance) OfRow(float* x, nint n, double c, double* e, float* next)
    {
        double* sums = stackalloc double[2 * Lanes];
        new Span<double>(sums, 2 * Lanes).Clear();
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) OfRow<V512<double>>(x, n, c, e, sums, next, ref i);
        else if (Vector256.IsHardwareAccelerated) OfRow<V256<double>>(x, n, c, e, sums, next, ref i);
        else if (Vector128.IsHardwareAccelerated) OfRow<V128<double>>(x, n, c, e, sums, next, ref i);
        OfRow<V1<double>>(x, n, c, e, sums, next, ref i);
        return (Sums.Of(sums, Lanes), Sums.Of(sums + Lanes, Lanes));
    }

    // Lane i mod 16 of either sum has the elements i; those of 32 in a row are added to it as one.
    [MethodImpl(Jit.Apart)]
    static void OfRow<V>(float* x, nint n, double c, double* e, double* sums, float* next, ref nint start)
        where V : struct, ISimd<V, double>
    {
        V shift = V.Fill(c), seen = Exponential<V, double>.NothingSeen;
        nint step = (nint)V.Count, i = start, last = n - 2 * Lanes;
        for (; i <= last; i += 2 * Lanes)
        {
            for (nint at = i; at < i + 2 * Lanes; at += Lanes)
            {
                Sums.Fetch(x + at + Sums.Ahead);
                Sums.Fetch(next + at);
            }
            for (nint lane = 0, at = i; lane < Lanes; lane += step, at += step)
            {
                V d = Singles.Load<V>(x + at) - shift, far = Singles.Load<V>(x + at + Lanes) - shift;
                V y = Exponential<V, double>.ShortExp(d, ref seen), z = Exponential<V, double>.ShortExp(far, ref seen);
                V.Store(y, ref e[at], 0);
                V.Store(z, ref e[at], Lanes);
                V.Store(y + z + V.Load(ref sums[lane], 0), ref sums[lane], 0);
                V.Store(d + far + V.Load(ref sums[lane], Lanes), ref sums[lane], Lanes);
            }
        }
        for (last = n - step; i <= last; i += step)
        {
            double* sum = sums + (i & Lanes - 1);
            V d = Singles.Load<V>(x + i) - shift, y = Exponential<V, double>.ShortExp(d, ref seen);
            V.Store(y, ref e[i], 0);
            V.Store(y + V.Load(ref *sum, 0), ref *sum, 0);
            V.Store(d + V.Load(ref *sum, Lanes), ref *sum, Lanes);
        }
        start = i;
        if (!V.AllTrue(Exponential<V, double>.InShortRange(seen))) *sums = double.NaN;
    }

    /// <summary>dx[j] = p e[j] − q; the least magnitude of these.</summary>
    public static double SlopesOfRow(double* e, nint n, double p, double q, float* dx)
    {
        nint i = 0;
        double least = double.MaxValue;
        if (Vector512.IsHardwareAccelerated) SlopesOfRow<V512<double>>(e, n, p, q, dx, ref i, ref least);
        else if (Vector256.IsHardwareAccelerated) SlopesOfRow<V256<double>>(e, n, p, q, dx, ref i, ref least);
        else if (Vector128.IsHardwareAccelerated) SlopesOfRow<V128<double>>(e, n, p, q, dx, ref i, ref least);
        SlopesOfRow<V1<double>>(e, n, p, q, dx, ref i, ref least);
        return least;
    }

    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    static void SlopesOfRow<V>(double* e, nint n, double p, double q, float* dx, ref nint start, ref double least)
        where V : struct, ISimd<V, double>
    {
        V factor = V.Fill(p), share = V.Fill(-q), min = V.Fill(least);
        nint i = start, last = n - (nint)V.Count;
        for (; i <= last; i += (nint)V.Count)
        {
            V slope = V.Fma(factor, V.Load(ref e[i], 0), share);
            min = V.MinNative(V.Abs(slope), min);
            Singles.Store(slope, dx + i);
        }
        start = i;
        double* lanes = stackalloc double[Lanes];
        V.Store(min, ref *lanes, 0);
        for (int k = 0; k < (int)V.Count; k++) least = lanes[k] < least ? lanes[k] : least;
    }

    /// <summary>Rows side by side, element j of row i at j · stride + i; c, sum and distance have a number for each row.</summary>
    public static void OfRows(float* x, nint n, nint rows, nint stride, double* c, double* e, double* sum, double* distance)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) OfRows<V512<double>>(x, n, rows, stride, c, e, sum, distance, ref i);
        else if (Vector256.IsHardwareAccelerated) OfRows<V256<double>>(x, n, rows, stride, c, e, sum, distance, ref i);
        else if (Vector128.IsHardwareAccelerated) OfRows<V128<double>>(x, n, rows, stride, c, e, sum, distance, ref i);
        OfRows<V1<double>>(x, n, rows, stride, c, e, sum, distance, ref i);
    }

    [MethodImpl(Jit.Apart)]
    static void OfRows<V>(
        float* x, nint n, nint rows, nint stride, double* c, double* e, double* sum, double* distance, ref nint start)
        where V : struct, ISimd<V, double>
    {
        nint i = start, last = rows - (nint)V.Count;
        for (; i <= last; i += (nint)V.Count)
        {
            V shift = V.Load(ref c[i], 0), all = V.Zero, far = V.Zero, seen = Exponential<V, double>.NothingSeen;
            for (nint j = 0, at = i; j < n; j++, at += stride)
            {
                V d = Singles.Load<V>(x + at) - shift, y = Exponential<V, double>.ShortExp(d, ref seen);
                V.Store(y, ref e[at], 0);
                all += y;
                far += d;
            }
            V.Store(V.Select(Exponential<V, double>.InShortRange(seen), all, V.Fill(double.NaN)), ref sum[i], 0);
            V.Store(far, ref distance[i], 0);
        }
        start = i;
    }

    /// <summary>The losses ln (sum / 2⁵¹²) − share · distance of rows; sum becomes scale / sum.</summary>
    public static void Finish(double* sum, double* distance, nint rows, double share, double scale, double* losses)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) Finish<V512<double>>(sum, distance, rows, share, scale, losses, ref i);
        else if (Vector256.IsHardwareAccelerated) Finish<V256<double>>(sum, distance, rows, share, scale, losses, ref i);
        else if (Vector128.IsHardwareAccelerated) Finish<V128<double>>(sum, distance, rows, share, scale, losses, ref i);
        Finish<V1<double>>(sum, distance, rows, share, scale, losses, ref i);
    }

    [MethodImpl(Jit.Apart)]
    static void Finish<V>(double* sum, double* distance, nint rows, double share, double scale, double* losses, ref nint i)
        where V : struct, ISimd<V, double>
    {
        for (; i <= rows - (nint)V.Count; i += (nint)V.Count)
        {
            V all = V.Load(ref sum[i], 0), far = V.Load(ref distance[i], 0);
            V.Store(V.Fma(V.Fill(-share), far, V.Log(all * V.Fill(1 / Factor))), ref losses[i], 0);
            V.Store(V.Fill(scale) / all, ref sum[i], 0);
        }
    }

    /// <summary>dx = p e − q, with a factor p for each row, and the least magnitude of each row.</summary>
    public static void SlopesOfRows(double* e, nint n, nint rows, nint stride, double* p, double q, float* dx, double* least)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) SlopesOfRows<V512<double>>(e, n, rows, stride, p, q, dx, least, ref i);
        else if (Vector256.IsHardwareAccelerated) SlopesOfRows<V256<double>>(e, n, rows, stride, p, q, dx, least, ref i);
        else if (Vector128.IsHardwareAccelerated) SlopesOfRows<V128<double>>(e, n, rows, stride, p, q, dx, least, ref i);
        SlopesOfRows<V1<double>>(e, n, rows, stride, p, q, dx, least, ref i);
    }

    [MethodImpl(Jit.Apart)]
    static void SlopesOfRows<V>(
        double* e, nint n, nint rows, nint stride, double* p, double q, float* dx, double* least, ref nint start)
        where V : struct, ISimd<V, double>
    {
        nint i = start, last = rows - (nint)V.Count;
        for (; i <= last; i += (nint)V.Count)
        {
            V factor = V.Load(ref p[i], 0), share = V.Fill(-q), min = V.Fill(double.MaxValue);
            for (nint j = 0, at = i; j < n; j++, at += stride)
            {
                V slope = V.Fma(factor, V.Load(ref e[at], 0), share);
                min = V.MinNative(V.Abs(slope), min);
                Singles.Store(slope, dx + at);
            }
            V.Store(min, ref least[i], 0);
        }
        start = i;
    }
}
