using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>The exponentials exp(xⱼ − m) of a row of logits, with m the largest: what every loss of a softmax is made of.</summary>
static unsafe class Exponentials
{
    const int MostLanes = 16;

    /// <summary>The largest logit; where the row has NaN the result means nothing, as every exponential sum is NaN then.</summary>
    public static T Largest<T>(T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return Largest<V512<T>, T>(x, n);
        if (Vector256.IsHardwareAccelerated) return Largest<V256<T>, T>(x, n);
        if (Vector128.IsHardwareAccelerated) return Largest<V128<T>, T>(x, n);
        return Largest<V1<T>, T>(x, n);
    }

    /// <summary>e[j] = exp(x[j] − m); e may be x.</summary>
    public static void Of<T>(T* x, nint n, T m, T* e) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Of<V512<T>, T>(x, n, m, e);
        else if (Vector256.IsHardwareAccelerated) Of<V256<T>, T>(x, n, m, e);
        else if (Vector128.IsHardwareAccelerated) Of<V128<T>, T>(x, n, m, e);
        else Of<V1<T>, T>(x, n, m, e);
    }

    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    static T Largest<V, T>(T* x, nint n) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        V least = V.Broadcast(T.NegativeInfinity), m0 = least, m1 = least;
        for (; i <= n - 2 * step; i += 2 * step)
        {
            m0 = V.MaxNative(V.Load(ref x[i], 0), m0);
            m1 = V.MaxNative(V.Load(ref x[i], (nuint)step), m1);
        }
        T* lanes = stackalloc T[MostLanes];
        V.Store(V.MaxNative(m0, m1), ref *lanes, 0);
        T m = lanes[0];
        for (nint j = 1; j < step; j++) m = lanes[j] > m ? lanes[j] : m;
        for (; i < n; i++) m = x[i] > m ? x[i] : m;
        return m;
    }

    [MethodImpl(Jit.Apart)]
    [SkipLocalsInit]
    static void Of<V, T>(T* x, nint n, T m, T* e) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        var shift = V.Broadcast(m);
        for (; i <= n - step; i += step) V.Store(Difference.Exp(V.Load(ref x[i], 0), shift), ref e[i], 0);
        if (i == n) return;
        T* last = stackalloc T[MostLanes];
        V.Store(shift, ref *last, 0);
        for (nint j = i; j < n; j++) last[j - i] = x[j];
        V.Store(Difference.Exp(V.Load(ref *last, 0), shift), ref *last, 0);
        for (nint j = i; j < n; j++) e[j] = last[j - i];
    }
}
