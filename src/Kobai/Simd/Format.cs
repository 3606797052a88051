using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The layout of binary32 and binary64, and constants that differ between the two.</summary>
static class Format<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of bits after the binary point of a normal number.</summary>
    public static int FractionBits => typeof(T) == typeof(float) ? 23 : 52;

    /// <summary>The exponent of the number one as it is stored.</summary>
    public static int Bias => typeof(T) == typeof(float) ? 127 : 1023;

    public static V SmallestNormal => Constant(1.17549435082228751e-38, 2.2250738585072014e-308);

    public static V Largest => Constant(float.MaxValue, double.MaxValue);

    public static V Infinity => V.Fill(double.PositiveInfinity);

    public static V NaN => V.Fill(double.NaN);

    /// <summary>The sign bit of every lane.</summary>
    public static V Sign => V.Fill(-0.0);

    /// <summary>The first constant in binary32, the second in binary64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Constant(double single, double @double) => V.Fill(typeof(T) == typeof(float) ? single : @double);

    /// <summary>2ⁿ for an exponent n of normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V PowerOfTwo(int n) => V.Broadcast(typeof(T) == typeof(float)
        ? Unsafe.BitCast<int, T>((n + 127) << 23)
        : Unsafe.BitCast<long, T>((n + 1023L) << 52));
}
