using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kobai.Simd;

/// <summary>Floats in memory, read and written by registers of doubles.</summary>
static unsafe class Singles
{
    /// <summary>As many floats as V has lanes.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Load<V>(float* x) where V : struct, ISimd<V, double>
    {
        if (typeof(V) == typeof(V512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Avx512F.ConvertToVector512Double(Vector256.Load(x)));
        if (typeof(V) == typeof(V256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Avx.ConvertToVector256Double(Vector128.Load(x)));
        if (typeof(V) == typeof(V128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(double*)x).AsSingle()));
        return Unsafe.BitCast<double, V>(*x);
    }

    /// <summary>Writes the nearest floats.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Store<V>(V x, float* to) where V : struct, ISimd<V, double>
    {
        if (typeof(V) == typeof(V512<double>))
            Avx512F.ConvertToVector256Single(Unsafe.BitCast<V, Vector512<double>>(x)).Store(to);
        else if (typeof(V) == typeof(V256<double>))
            Avx.ConvertToVector128Single(Unsafe.BitCast<V, Vector256<double>>(x)).Store(to);
        else if (typeof(V) == typeof(V128<double>))
        {
            var v = Unsafe.BitCast<V, Vector128<double>>(x);
            *(double*)to = Vector128.Narrow(v, v).AsDouble().ToScalar();
        }
        else *to = (float)Unsafe.BitCast<V, double>(x);
    }
}
