using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>Folds of runs by a function whose order does not matter: the largest, the smallest.</summary>
static unsafe class Folds
{
    /// <summary>f(x₀, f(x₁, f(x₂, …))) of at least one element.</summary>
    public static T Of<F, T>(F f, T* x, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && n >= 4 * Vector512<T>.Count) return Of<F, V512<T>, T>(f, x, n);
        if (Vector256.IsHardwareAccelerated && n >= 4 * Vector256<T>.Count) return Of<F, V256<T>, T>(f, x, n);
        if (Vector128.IsHardwareAccelerated && n >= 4 * Vector128<T>.Count) return Of<F, V128<T>, T>(f, x, n);
        return OneByOne(f, x[0], x + 1, n - 1);
    }

    /// <summary>The two largest of at least one element, equal if they tie; the second of one element is −∞.</summary>
    /// <remarks>Where an element is NaN the results mean nothing.</remarks>
    public static (T Largest, T Second) TwoLargest<T>(T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && n >= 2 * Vector512<T>.Count) return TwoLargest<V512<T>, T>(x, n);
        if (Vector256.IsHardwareAccelerated && n >= 2 * Vector256<T>.Count) return TwoLargest<V256<T>, T>(x, n);
        if (Vector128.IsHardwareAccelerated && n >= 2 * Vector128<T>.Count) return TwoLargest<V128<T>, T>(x, n);
        return TwoLargest((x[0], T.NegativeInfinity), x + 1, n - 1);
    }

    /// <summary>The two largest so far of each of n columns, with one more row.</summary>
    /// <remarks>Where an element is NaN the results mean nothing.</remarks>
    [MethodImpl(Jit.Apart)]
    public static void TwoLargest<T>(T* x, T* largest, T* second, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) i = TwoLargest<V512<T>, T>(x, largest, second, n);
        else if (Vector256.IsHardwareAccelerated) i = TwoLargest<V256<T>, T>(x, largest, second, n);
        else if (Vector128.IsHardwareAccelerated) i = TwoLargest<V128<T>, T>(x, largest, second, n);
        for (; i < n; i++) (largest[i], second[i]) = TwoLargest((largest[i], second[i]), x + i, 1);
    }

    [MethodImpl(Jit.Apart)]
    static nint TwoLargest<V, T>(T* x, T* largest, T* second, nint n)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        for (; i <= n - step; i += step)
        {
            V next = V.Load(ref x[i], 0), m = V.Load(ref largest[i], 0);
            V.Store(V.MaxNative(V.Load(ref second[i], 0), V.MinNative(m, next)), ref second[i], 0);
            V.Store(V.MaxNative(m, next), ref largest[i], 0);
        }
        return i;
    }

    [MethodImpl(Jit.Apart)]
    static (T Largest, T Second) TwoLargest<V, T>(T* x, nint n)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        V least = V.Broadcast(T.NegativeInfinity), m0 = least, m1 = least, s0 = least, s1 = least;
        for (; i <= n - 2 * step; i += 2 * step)
        {
            V x0 = V.Load(ref x[i], 0), x1 = V.Load(ref x[i + step], 0);
            (s0, m0) = (V.MaxNative(s0, V.MinNative(m0, x0)), V.MaxNative(m0, x0));
            (s1, m1) = (V.MaxNative(s1, V.MinNative(m1, x1)), V.MaxNative(m1, x1));
        }
        T* lanes = stackalloc T[2 * 64 / sizeof(T)];
        V.Store(V.MaxNative(m0, m1), ref *lanes, 0);
        V.Store(V.MaxNative(V.MaxNative(s0, s1), V.MinNative(m0, m1)), ref lanes[step], 0);
        return TwoLargest(TwoLargest((lanes[0], T.NegativeInfinity), lanes + 1, 2 * step - 1), x + i, n - i);
    }

    static (T Largest, T Second) TwoLargest<T>((T Largest, T Second) two, T* x, nint n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < n; i++)
        {
            if (x[i] > two.Largest) two = (x[i], two.Largest);
            else if (x[i] > two.Second) two.Second = x[i];
        }
        return two;
    }

    [MethodImpl(Jit.Apart)]
    static T Of<F, V, T>(F f, T* x, nint n)
        where F : struct, IFunction2 where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 4 * step;
        V y0 = V.Load(ref x[0], 0), y1 = V.Load(ref x[step], 0), y2 = V.Load(ref x[2 * step], 0), y3 = V.Load(ref x[3 * step], 0);
        for (; i <= n - 4 * step; i += 4 * step)
        {
            y0 = f.Value(y0, V.Load(ref x[i], 0));
            y1 = f.Value(y1, V.Load(ref x[i + step], 0));
            y2 = f.Value(y2, V.Load(ref x[i + 2 * step], 0));
            y3 = f.Value(y3, V.Load(ref x[i + 3 * step], 0));
        }
        for (; i <= n - step; i += step) y0 = f.Value(y0, V.Load(ref x[i], 0));
        T* lanes = stackalloc T[64 / sizeof(T)];
        V.Store(f.Value(f.Value(y0, y1), f.Value(y2, y3)), ref *lanes, 0);
        return OneByOne(f, OneByOne(f, lanes[0], lanes + 1, step - 1), x + i, n - i);
    }

    [MethodImpl(Jit.Apart)]
    static T OneByOne<F, T>(F f, T y, T* x, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = V1<T>.Broadcast(y);
        for (nint i = 0; i < n; i++) result = f.Value(result, V1<T>.Load(ref x[i], 0));
        V1<T>.Store(result, ref y, 0);
        return y;
    }
}
