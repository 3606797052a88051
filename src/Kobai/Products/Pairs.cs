using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>Numbers dealt out into those at even and those at odd places, and back: rows in steps of two.</summary>
static unsafe class Pairs
{
    public static bool Suit<T>(nint step) => step == 2 && typeof(T) == typeof(float) && Transpose.IsSupported;

    /// <summary>evenᵢ = x₂ᵢ and oddᵢ = x₂ᵢ₊₁.</summary>
    [MethodImpl(Jit.Apart)]
    public static void Split(float* x, float* even, float* odd, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector128<float> a = Vector128.Load(x + i), b = Vector128.Load(x + i + 4);
            Transpose.Split(ref a, ref b);
            a.Store(even + i / 2);
            b.Store(odd + i / 2);
        }
        for (; i < count; i++) (i % 2 == 0 ? even : odd)[i / 2] = x[i];
    }

    /// <summary>x₂ᵢ = evenᵢ and x₂ᵢ₊₁ = oddᵢ.</summary>
    [MethodImpl(Jit.Apart)]
    public static void Join(float* even, float* odd, float* x, nint count)
    {
        nint i = 0;
        for (; i <= count - 8; i += 8)
        {
            Vector128<float> a = Vector128.Load(even + i / 2), b = Vector128.Load(odd + i / 2);
            Transpose.Join(ref a, ref b);
            a.Store(x + i);
            b.Store(x + i + 4);
        }
        for (; i < count; i++) x[i] = (i % 2 == 0 ? even : odd)[i / 2];
    }
}
