using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>c₀ + x(c₁ + c₂x + …): the inner sum in pairs (Estrin), where roundings hardly count.</summary>
static class Polynomial<V> where V : struct, ISimd<V>
{
    [MethodImpl(Jit.Inlined)]
    public static V At(V x, double c0, double c1, double c2) =>
        V.Fma(x, Pair(x, c1, c2), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    public static V At(V x, double c0, double c1, double c2, double c3) =>
        V.Fma(x, V.Fma(x, Pair(x, c2, c3), V.Fill(c1)), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4) =>
        V.Fma(x, Four(x, c1, c2, c3, c4), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4, double c5) =>
        V.Fma(x, V.Fma(x * x, V.Fma(x * x, V.Fill(c5), Pair(x, c3, c4)), Pair(x, c1, c2)), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    public static V At(V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6) =>
        V.Fma(x, V.Fma(x * x, Four(x, c3, c4, c5, c6), Pair(x, c1, c2)), V.Fill(c0));

    /// <summary>Even and odd powers apart, of which the square is known.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V OfSquare(V x, V square, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7)
    {
        V odd = V.Fma(V.Fma(V.Fma(V.Fill(c7), square, V.Fill(c5)), square, V.Fill(c3)), square, V.Fill(c1));
        V even = V.Fma(V.Fma(V.Fma(V.Fill(c6), square, V.Fill(c4)), square, V.Fill(c2)), square, V.Fill(c0));
        return V.Fma(odd, x, even);
    }

    [MethodImpl(Jit.Inlined)]
    public static V At(
        V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7, double c8) =>
        V.Fma(x, V.Fma(Fourth(x), Four(x, c5, c6, c7, c8), Four(x, c1, c2, c3, c4)), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    public static V At(
        V x, double c0, double c1, double c2, double c3, double c4, double c5, double c6, double c7, double c8,
        double c9, double c10)
    {
        V upper = V.Fma(Fourth(x), Pair(x, c9, c10), Four(x, c5, c6, c7, c8));
        return V.Fma(x, V.Fma(Fourth(x), upper, Four(x, c1, c2, c3, c4)), V.Fill(c0));
    }

    [MethodImpl(Jit.Inlined)]
    static V Pair(V x, double c0, double c1) => V.Fma(x, V.Fill(c1), V.Fill(c0));

    [MethodImpl(Jit.Inlined)]
    static V Four(V x, double c0, double c1, double c2, double c3) => V.Fma(x * x, Pair(x, c2, c3), Pair(x, c0, c1));

    [MethodImpl(Jit.Inlined)]
    static V Fourth(V x) => x * x * (x * x);
}
