using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>A question to a number.</summary>
interface IPredicate
{
    /// <summary>The mask of the lanes whose answer is yes.</summary>
    V Holds<V>(V x) where V : struct, ISimd<V>;
}

/// <summary>Looks for the first number that is not as it should be.</summary>
static unsafe class Search
{
    const nint Block = 512;

    /// <summary>The place of the first number for which the predicate does not hold; −1 if it holds for all.</summary>
    public static nint FirstFailing<P, T>(P p, T* x, nint n) where P : struct, IPredicate where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return FirstFailing<P, V512<T>, T>(p, x, n);
        if (Vector256.IsHardwareAccelerated) return FirstFailing<P, V256<T>, T>(p, x, n);
        if (Vector128.IsHardwareAccelerated) return FirstFailing<P, V128<T>, T>(p, x, n);
        return FirstFailing<P, V1<T>, T>(p, x, n);
    }

    // Whole blocks are answered by one mask; only a block with a failure is looked through.
    [MethodImpl(Jit.Apart)]
    static nint FirstFailing<P, V, T>(P p, T* x, nint n)
        where P : struct, IPredicate where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint i = 0, step = 2 * (nint)V.Count;
        for (; i <= n - Block; i += Block)
        {
            V even = V.Equal(V.Zero, V.Zero), odd = even;
            for (nint j = i; j < i + Block; j += step)
            {
                even = V.And(even, p.Holds(V.Load(ref x[j], 0)));
                odd = V.And(odd, p.Holds(V.Load(ref x[j], V.Count)));
            }
            if (!V.AllTrue(V.And(even, odd))) break;
        }
        for (; i < n; i++)
        {
            if (!V1<T>.AllTrue(p.Holds(V1<T>.Load(ref x[i], 0)))) return i;
        }
        return -1;
    }
}
