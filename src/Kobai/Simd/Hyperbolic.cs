using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The hyperbolic tangent, −m / (m + 2) with m = e⁻²ˣ − 1 for x ≥ 0.</summary>
static class Hyperbolic<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(Jit.Inlined)]
    public static V Tanh(V x)
    {
        // Beyond 20 the result rounds to 1.
        V a = V.MinNative(V.Fill(20), V.Abs(x));
        V power = Exponential<V, T>.Reduce(V.Fill(-2) * a, out V r, out V rest);

        // −m = (1 − 2ⁿ) − 2ⁿr − 2ⁿ(eʳ − 1 − r) as high + low.
        V whole = V.One - power;
        V high = V.Fma(-power, r, whole);
        rest = V.Fma(r * r, Exponential<V, T>.FineSeries(r), rest);
        V low = V.Fma(-power, rest, V.Fma(-power, r, whole - high) + (V.One - whole - power));

        // The quotient of high + low by (2 − high) − low, then one step of Newton's division.
        V two = V.Fill(2);
        V bottom = two - high;
        V bottomLow = (two - bottom) - high - low;
        V inverse = V.One / (bottom + bottomLow);
        V y = (high + low) * inverse;
        V error = V.Fma(-y, bottomLow, V.Fma(-y, bottom, high) + low);
        return V.CopySign(V.Fma(inverse, error, y), x);
    }
}
