using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>The loops over runs of elements: the only place where element-wise code chooses a register width.</summary>
static unsafe class Map
{
    /// <summary>y[i] = f(x[i]); x advances by <paramref name="xStep"/> and y by 1.</summary>
    public static void Value<F, T>(F f, T* x, nint xStep, T* y, nint n)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (xStep == 0 && n > 0)
        {
            V1<T>.Store(f.Value(V1<T>.Load(ref *x, 0)), ref *y, 0);
            for (nint i = 1, rest; i < n; i += rest)
            {
                rest = nint.Min(n - i, int.MaxValue);
                new Span<T>(y + i, (int)rest).Fill(*y);
            }
        }
        else if (xStep != 1)
        {
            for (nint i = 0; i < n; i++) V1<T>.Store(f.Value(V1<T>.Load(ref x[i * xStep], 0)), ref y[i], 0);
        }
        else if (Vector512.IsHardwareAccelerated) Value<F, V512<T>, T>(f, x, y, n);
        else if (Vector256.IsHardwareAccelerated) Value<F, V256<T>, T>(f, x, y, n);
        else if (Vector128.IsHardwareAccelerated) Value<F, V128<T>, T>(f, x, y, n);
        else Value<F, V1<T>, T>(f, x, y, n);
    }

    /// <summary>dx[i] = dy[i] · f′(x[i]), all side by side.</summary>
    public static void Slope<F, T>(F f, T* x, T* y, T* dy, T* dx, nint n)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Slope<F, V512<T>, T>(f, x, y, dy, dx, n);
        else if (Vector256.IsHardwareAccelerated) Slope<F, V256<T>, T>(f, x, y, dy, dx, n);
        else if (Vector128.IsHardwareAccelerated) Slope<F, V128<T>, T>(f, x, y, dy, dx, n);
        else Slope<F, V1<T>, T>(f, x, y, dy, dx, n);
    }

    /// <summary>y[i] = f(a[i], b[i]); a and b advance by their steps and y by 1.</summary>
    public static void Value2<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* y, nint n)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((aStep | bStep) is < 0 or > 1) Gathered(f, a, aStep, b, bStep, y, n);
        else if (Vector512.IsHardwareAccelerated) Value2<F, V512<T>, T>(f, a, aStep, b, bStep, y, n);
        else if (Vector256.IsHardwareAccelerated) Value2<F, V256<T>, T>(f, a, aStep, b, bStep, y, n);
        else if (Vector128.IsHardwareAccelerated) Value2<F, V128<T>, T>(f, a, aStep, b, bStep, y, n);
        else Value2<F, V1<T>, T>(f, a, aStep, b, bStep, y, n);
    }

    // Elements that lie apart are brought side by side first, so that the formula runs over whole registers.
    [SkipLocalsInit]
    static void Gathered<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* y, nint n)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Block = 256;
        T* near = stackalloc T[2 * Block];
        for (nint i = 0; i < n; i += Block)
        {
            nint m = nint.Min(Block, n - i);
            T* p = Near(a + i * aStep, aStep, near, m), q = Near(b + i * bStep, bStep, near + Block, m);
            Value2(f, p, aStep == 0 ? 0 : 1, q, bStep == 0 ? 0 : 1, y + i, m);
        }
    }

    [MethodImpl(Jit.Apart)]
    static T* Near<T>(T* x, nint step, T* near, nint n) where T : unmanaged
    {
        if (step is 0 or 1) return x;
        nint i = 0;
        if (step == 2 && sizeof(T) == sizeof(float) && Vector256.IsHardwareAccelerated)
        {
            // The lower halves of pairs read as one number; the pair of the last element may reach past the end.
            for (; i < n - 8; i += 8)
            {
                ulong* pairs = (ulong*)(x + 2 * i);
                Vector256.Narrow(Vector256.Load(pairs), Vector256.Load(pairs + 4)).Store((uint*)(near + i));
            }
        }
        for (; i < n; i++) near[i] = x[i * step];
        return near;
    }

    /// <summary>y[i] = f(a[i], b[i], c[i]); a, b and c advance by their steps and y by 1.</summary>
    public static void Value3<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* c, nint cStep, T* y, nint n)
        where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if ((aStep | bStep | cStep) is < 0 or > 1) Tail3(f, a, aStep, b, bStep, c, cStep, y, 0, n);
        else if (Vector512.IsHardwareAccelerated) Value3<F, V512<T>, T>(f, a, aStep, b, bStep, c, cStep, y, n);
        else if (Vector256.IsHardwareAccelerated) Value3<F, V256<T>, T>(f, a, aStep, b, bStep, c, cStep, y, n);
        else if (Vector128.IsHardwareAccelerated) Value3<F, V128<T>, T>(f, a, aStep, b, bStep, c, cStep, y, n);
        else Value3<F, V1<T>, T>(f, a, aStep, b, bStep, c, cStep, y, n);
    }

    [MethodImpl(Jit.Apart)]
    static void Value<F, V, T>(F f, T* x, T* y, nint n)
        where F : struct, IFunction where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0, step = (nint)V.Count;
        for (; i <= n - step; i += step) V.Store(f.Value(V.Load(ref x[i], 0)), ref y[i], 0);
        for (; i < n; i++) V1<T>.Store(f.Value(V1<T>.Load(ref x[i], 0)), ref y[i], 0);
    }

    [MethodImpl(Jit.Apart)]
    static void Slope<F, V, T>(F f, T* x, T* y, T* dy, T* dx, nint n)
        where F : struct, IFunction where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0, step = (nint)V.Count;
        for (; i <= n - step; i += step)
        {
            V.Store(V.Load(ref dy[i], 0) * f.Slope(V.Load(ref x[i], 0), V.Load(ref y[i], 0)), ref dx[i], 0);
        }
        for (; i < n; i++)
        {
            var slope = f.Slope(V1<T>.Load(ref x[i], 0), V1<T>.Load(ref y[i], 0));
            V1<T>.Store(V1<T>.Load(ref dy[i], 0) * slope, ref dx[i], 0);
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Value2<F, V, T>(F f, T* a, nint aStep, T* b, nint bStep, T* y, nint n)
        where F : struct, IFunction2 where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0, step = (nint)V.Count;
        if ((aStep & bStep) == 1)
        {
            for (; i <= n - step; i += step) V.Store(f.Value(V.Load(ref a[i], 0), V.Load(ref b[i], 0)), ref y[i], 0);
        }
        else if (aStep == 1)
        {
            var one = V.Broadcast(b[0]);
            for (; i <= n - step; i += step) V.Store(f.Value(V.Load(ref a[i], 0), one), ref y[i], 0);
        }
        else if (bStep == 1)
        {
            var one = V.Broadcast(a[0]);
            for (; i <= n - step; i += step) V.Store(f.Value(one, V.Load(ref b[i], 0)), ref y[i], 0);
        }
        for (; i < n; i++)
        {
            V1<T>.Store(f.Value(V1<T>.Load(ref a[i * aStep], 0), V1<T>.Load(ref b[i * bStep], 0)), ref y[i], 0);
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Value3<F, V, T>(F f, T* a, nint aStep, T* b, nint bStep, T* c, nint cStep, T* y, nint n)
        where F : struct, IFunction3 where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0, step = (nint)V.Count;
        if ((aStep & bStep & cStep) == 1)
        {
            for (; i <= n - step; i += step)
                V.Store(f.Value(V.Load(ref a[i], 0), V.Load(ref b[i], 0), V.Load(ref c[i], 0)), ref y[i], 0);
        }
        else if ((aStep & bStep) == 1)
        {
            var last = V.Broadcast(*c);
            for (; i <= n - step; i += step) V.Store(f.Value(V.Load(ref a[i], 0), V.Load(ref b[i], 0), last), ref y[i], 0);
        }
        else if (aStep == 1 && (bStep | cStep) == 0)
        {
            V second = V.Broadcast(*b), last = V.Broadcast(*c);
            for (; i <= n - step; i += step) V.Store(f.Value(V.Load(ref a[i], 0), second, last), ref y[i], 0);
        }
        else
        {
            for (; i <= n - step; i += step)
                V.Store(f.Value(Read(a, aStep, i), Read(b, bStep, i), Read(c, cStep, i)), ref y[i], 0);
        }
        Tail3(f, a, aStep, b, bStep, c, cStep, y, i, n);

        static V Read(T* x, nint step, nint i) => step == 0 ? V.Broadcast(*x) : V.Load(ref x[i], 0);
    }

    [MethodImpl(Jit.Apart)]
    static void Tail3<F, T>(F f, T* a, nint aStep, T* b, nint bStep, T* c, nint cStep, T* y, nint from, nint n)
        where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = from; i < n; i++)
        {
            V1<T> p = V1<T>.Load(ref a[i * aStep], 0), q = V1<T>.Load(ref b[i * bStep], 0), r = V1<T>.Load(ref c[i * cStep], 0);
            V1<T>.Store(f.Value(p, q, r), ref y[i], 0);
        }
    }
}
