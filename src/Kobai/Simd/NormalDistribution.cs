using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The distribution function Φ of the standard normal distribution.</summary>
/// <remarks>
/// Φ(x) = ½ + x·s(x²) for |x| ≤ 1. Beyond, Φ(−t) = e^(−t²/2) · p(q) / (1 + t) with q = (t − 4) / (t + 4), and
/// Φ(t) = 1 − Φ(−t); the square is exact, in two parts, so that small tails keep their digits. The polynomials s and p
/// interpolate at Chebyshev's nodes.
/// </remarks>
static class NormalDistribution<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cdf(V x)
    {
        // Beyond the limit the tail rounds to 0.
        V t = V.MinNative(Format<V, T>.Constant(14.5, 39), V.Abs(x)), half = t * V.Fill(0.5), square = half * t;
        V power = Exponential<V, T>.Exp(-square, -V.Fma(half, t, -square));
        V ratio = Ratio(t, out V low), tail = V.Abs(V.Fma(power, low, power * ratio)); // 0 without a sign
        V center = V.Fma(x, Slope(x * x), V.Fill(0.5));
        return V.Select(V.LessOrEqual(t, V.One), center, V.Select(V.Less(x, V.Zero), tail, V.One - tail));
    }

    // (Φ(x) − ½) / x of z = x²
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Slope(V z) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(
            z, 0.3989422803972762, -0.06649037965933821, 0.009973550469794461, -0.0011872887440360373, 0.0001153207457264319,
            -9.274401262223465e-06, 5.372643164691128e-07)
        : Polynomial<V>.At(
            z, 0.3989422804014327, -0.06649038006690543, 0.009973557010035022, -0.0011873282154680343, 0.00011543468751655941,
            -9.444655793103845e-06, 6.659679879655231e-07, -4.1224107514160815e-08, 2.2704137585676e-09,
            -1.106432828275589e-10, 4.0743269774266276e-12);

    // Φ(−t) · e^(t²/2), in two parts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Ratio(V t, out V low)
    {
        V four = V.Fill(4), series = Series((t - four) / (t + four));
        V divisor = V.One + t, ratio = series / divisor, divisorLow = t - (divisor - V.One);
        low = (V.Fma(-ratio, divisor, series) - ratio * divisorLow) / divisor;
        return ratio;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Series(V q)
    {
        if (typeof(T) == typeof(float))
        {
            return Polynomial<V>.At(
                q, 0.472053200006485, -0.09670346975326538, 0.013999630697071552, 0.028600027784705162, -0.032197728753089905,
                0.017939548939466476, -0.005002520978450775, -0.0003004969912581146, 0.0006912335520610213, -6.57207565382123e-05,
                -7.393246050924063e-05);
        }
        V lower = Polynomial<V>.At(
            q, 0.47205320650984467, -0.09670347732652537, 0.013999634724429484, 0.028600364053505536, -0.03219783742831323,
            0.017936097481063274, -0.005002378585987421, -0.0002856231172674321, 0.0006948970458933204, -9.443010932300517e-05,
            -8.785278100423642e-05);
        V upper = Polynomial<V>.At(
            q, 2.1249416709821007e-05, 1.362512870208532e-05, -3.430553944494517e-06, -2.608039199565658e-06,
            4.02096637961752e-07, 5.432100827612577e-07, 2.8055596826956697e-09, -1.0111129755671242e-07,
            -1.888137725703163e-08, 1.134064999612679e-08, 4.347202324981508e-09);
        V q2 = q * q, q4 = q2 * q2, q11 = q4 * q4 * q2 * q;
        return V.Fma(q11, V.Fma(q11, V.Fill(1.9844072305621602e-10), upper), lower);
    }
}
