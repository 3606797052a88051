using System.Numerics;
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

    static T OneByOne<F, T>(F f, T y, T* x, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = V1<T>.Broadcast(y);
        for (nint i = 0; i < n; i++) result = f.Value(result, V1<T>.Load(ref x[i], 0));
        V1<T>.Store(result, ref y, 0);
        return y;
    }
}
