using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The layout of binary32 and binary64, and constants that differ between the two.</summary>
static class Format<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static V SmallestNormal
    {
        [MethodImpl(Jit.Inlined)]
        get => Constant(1.17549435082228751e-38, 2.2250738585072014e-308);
    }

    public static V Largest
    {
        [MethodImpl(Jit.Inlined)]
        get => Constant(float.MaxValue, double.MaxValue);
    }

    public static V Infinity
    {
        [MethodImpl(Jit.Inlined)]
        get => V.Fill(double.PositiveInfinity);
    }

    /// <summary>The sign bit of every lane.</summary>
    public static V Sign
    {
        [MethodImpl(Jit.Inlined)]
        get => V.Fill(-0.0);
    }

    /// <summary>The first constant in binary32, the second in binary64.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Constant(double single, double @double) => V.Fill(typeof(T) == typeof(float) ? single : @double);

    /// <summary>Moves the low bits to where the exponent stands.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V ToExponent(V x) => typeof(T) == typeof(float) ? V.ShiftLeft(x, 23) : V.ShiftLeft(x, 52);

    /// <summary>Moves the bits of the exponent and the sign to the low end.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V FromExponent(V x) => typeof(T) == typeof(float) ? V.ShiftRight(x, 23) : V.ShiftRight(x, 52);
}
