using System.Numerics;

namespace Kobai.Simd;

// Stand-in until the polynomials are here: lane by lane through the runtime's scalar functions.
static class Elementary
{
    public static V Sin<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map<V, T>(x, T.Sin);
    public static V Cos<V, T>(V x) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T> => Map<V, T>(x, T.Cos);

    public static V Pow<V, T>(V x, V y) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> a = stackalloc T[16], b = stackalloc T[16];
        V.Store(x, ref a[0], 0);
        V.Store(y, ref b[0], 0);
        for (int i = 0; i < (int)V.Count; i++) a[i] = T.Pow(a[i], b[i]);
        return V.Load(ref a[0], 0);
    }

    static V Map<V, T>(V x, Func<T, T> f) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[16];
        V.Store(x, ref lanes[0], 0);
        for (int i = 0; i < (int)V.Count; i++) lanes[i] = f(lanes[i]);
        return V.Load(ref lanes[0], 0);
    }
}
