using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The distribution function Φ of the standard normal distribution.</summary>
/// <remarks>
/// Φ(−t) = e^(−t²/2) · p(q) · u with u = 1 / (t + k) and q = (t − k) / (t + k) = 1 − 2ku, and Φ(t) = 1 − Φ(−t). The square
/// and u are exact to twice the digits, so that small tails keep theirs. The coefficients of p are fitted
/// one after another, each rounded before the next, so that Φ(0) is ½.
/// </remarks>
static class NormalDistribution<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Φ(x), and the density e^(−x²/2) / √2π.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cdf(V x, out V density)
    {
        // Beyond the limit the tail rounds to 0.
        V t = V.MinNative(Format<V, T>.Constant(14.5, 39), V.Abs(x));
        V k = Format<V, T>.Constant(3, 5), span = Format<V, T>.Constant(-6, -10), sum = t + k, u = V.One / sum;
        V exponent = V.Fill(-0.5) * t * t, low = V.Fma(V.Fill(0.5) * t, t, exponent); // −t²/2 is exponent − low

        // u·(1 + rest) is 1 / (t + k).
        V rest = V.Fma(u, sum - k - t, V.Fma(-sum, u, V.One));
        V q = V.Fma(span * u, rest, V.Fma(span, u, V.One));

        // Scaled so that the power is no subnormal number; the last product rounds to one.
        V scale = Format<V, T>.Constant(5.421010862427522e-20, 7.458340731200207e-155); // 2⁻⁶⁴, 2⁻⁵¹²
        V power = Exponential<V, T>.ExpOver(exponent, scale), tail = power * (u * Series(q));
        tail = V.Fma(tail, rest - low, tail);
        density = V.Fma(power, -low, power) * (V.Fill(0.3989422804014327) * scale);
        return V.Select(V.Less(x, V.Zero), tail * scale, V.Fma(tail, -scale, V.One));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Series(V q)
    {
        if (typeof(T) == typeof(float))
        {
            return Polynomial<V>.At(
                q, 0.7290837168693542, -0.509332001209259, 0.2300170212984085, -0.04726264253258705,
                -0.010457731783390045, 0.006970459595322609, 0.001011948101222515, -0.0010392749682068825,
                -0.00023327309463638812, 0.00014035997446626425, 5.521946877706796e-05);
        }
        V lower = Polynomial<V>.At(
            q, 0.769193049750063, -0.6653825028900567, 0.4953056159699753, -0.3135331566712995, 0.16502036617040305,
            -0.06911863870647823, 0.020795066799851932, -0.0029933767680156856, -0.0007978693999017732,
            0.0005448990443136198, -5.9375714519955464e-05);
        V upper = Polynomial<V>.At(
            q, -4.976271152377091e-05, 1.6681160719047342e-05, 3.98057212897184e-06, -2.7691686449329135e-06,
            -3.3593330666703743e-07, 4.330932901745565e-07, 4.1397099934578016e-08, -6.60657764959951e-08,
            -8.673400853038065e-09, 7.870039231745092e-09, 1.5511812612454894e-09);
        V q2 = q * q, q4 = q2 * q2, q11 = q4 * q4 * q2 * q;
        return V.Fma(q11, V.Fma(q11, V.Fill(-2.5485621068600617e-10), upper), lower);
    }
}
