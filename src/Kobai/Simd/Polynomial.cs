using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>c₀ + c₁x + c₂x² + …, by Horner's rule with fused multiply-adds.</summary>
static class Polynomial<V> where V : struct, ISimd<V>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(V x, double c0, double c1, double c2) => At(x, c0, c1, V.Fill(c2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(V x, double c0, double c1, double c2, double c3) => At(x, c0, c1, At(x, c2, V.Fill(c3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4) =>
        At(x, c0, c1, At(x, c2, c3, V.Fill(c4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4, double c5) =>
        At(x, c0, c1, At(x, c2, c3, At(x, c4, V.Fill(c5))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6) =>
        At(x, c0, c1, At(x, c2, c3, At(x, c4, c5, V.Fill(c6))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(
        V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7, double c8) =>
        At(x, c0, c1, At(x, c2, c3, At(x, c4, c5, At(x, c6, c7, V.Fill(c8)))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V At(
        V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7, double c8,
        double c9, double c10) =>
        At(x, c0, c1, At(x, c2, c3, At(x, c4, c5, At(x, c6, c7, At(x, c8, c9, V.Fill(c10))))));

    // The rest of the polynomial stands as its last coefficient.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V At(V x, double c0, double c1, V rest) => At(x, c0, At(x, c1, rest));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V At(V x, double c0, V rest) => V.Fma(x, rest, V.Fill(c0));
}
