using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>The distribution function Φ of the standard normal distribution.</summary>
/// <remarks>
/// Φ(−t) = e^(−t²/2) · P / (c·t·P + S) for t ≥ 0, and Φ(t) = 1 − Φ(−t). P and S are polynomials of t with positive
/// coefficients, so nothing cancels, and c is √2π: far from 0 the quotient is 1 / ct, and the errors of P and S hardly count.
/// The coefficients are fitted to the relative error with P(0) / S(0) = ½; those of floats are a best choice among floats.
/// </remarks>
static class NormalDistribution<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // The tail is scaled so that it is no subnormal number; the last product rounds to one.
    static V Scale
    {
        [MethodImpl(Jit.Inlined)]
        get => Format<V, T>.Constant(5.421010862427522e-20, 7.458340731200207e-155); // 2⁻⁶⁴, 2⁻⁵¹²
    }

    /// <summary>Φ(x), and the density e^(−x²/2) / √2π.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Cdf(V x, out V density)
    {
        V tail = Tail(Bounded(x), out _, out V power);
        density = power * (V.Fill(0.3989422804014327) * Scale);
        return V.Select(V.Less(x, V.Zero), tail * Scale, V.Fma(tail, -Scale, V.One));
    }

    /// <summary>x·Φ(x) = max(x, 0) − t·Φ(−t) with t = |x|, where the difference is rounded once.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Gelu(V x)
    {
        Tail(Bounded(x), out V product, out _);
        return V.Fma(product, -Scale, V.MaxNative(V.Zero, x));
    }

    // |x|, no larger than where the tail rounds to 0.
    [MethodImpl(Jit.Inlined)]
    static V Bounded(V x) => V.MinNative(Format<V, T>.Constant(14.5, 39), V.Abs(x));

    // Φ(−t), t·Φ(−t) and e^(−t²/2), all over the scale.
    [MethodImpl(Jit.Inlined)]
    static V Tail(V t, out V product, out V power)
    {
        // −t²/2 = n·ln 2 + r: n times the upper part of ln 2 is exact and so is the square within the sum, so r is rounded
        // once. Adding 1.5·2²³ (2⁵²) rounds to a whole number, which fills the low bits; bias and scale ride along.
        V magic = Format<V, T>.Constant(12582912.0 + 127 + 64, 6755399441055744.0 + 1023 + 512);
        V sum = V.Fma(t * t, V.Fill(-0.5 * 1.4426950408889634), magic), n = magic - sum;
        V r = V.Fma(V.Fill(-0.5) * t, t, n * Format<V, T>.Constant(0.693145751953125, 0.6931471805601177));
        r = V.Fma(n, Format<V, T>.Constant(1.4286068203094173e-06, -1.7239444525614835e-13), r);
        V rest = V.Fma(r * r, Exponential<V, T>.Series(r), r), two = Format<V, T>.ToExponent(sum); // 2ⁿ(1 + rest)

        // The divisions are done while the rest is on its way.
        V p = Numerator(t), tp = t * p;
        V divisor = V.Fma(tp, Format<V, T>.Constant(2.5066325664520264, 2.5066282746304642), Remainder(t));
        V share = p * two / divisor, part = tp * two / divisor;
        power = V.Fma(two, rest, two);
        product = V.Fma(part, rest, part);
        return V.Fma(share, rest, share);
    }

    [MethodImpl(Jit.Inlined)]
    static V Numerator(V t) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(t, 0.824999988079071, 0.7608544826507568, 0.33064910769462585, 0.07669506222009659, 0.00825000274926424)
        : Polynomial<V>.At(
            t, 0.75, 1.2402992732227343, 1.0168356769537488, 0.533957062079725, 0.19702355038140443, 0.05313315654451584, 0.010591031726291387, 0.0015425948876928606, 0.00015770499854562354, 1.0289271913911859e-05, 3.292286518509194e-07);

    [MethodImpl(Jit.Inlined)]
    static V Remainder(V t) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(t, 1.649999976158142, 0.7702481150627136, 0.1936689019203186, 0.02061915211379528)
        : Polynomial<V>.At(
            t, 1.5, 1.7974541816769178, 1.1088630669540243, 0.44465791984275244, 0.12570977416461096, 0.02576540569772285, 0.0038151296351723297, 0.0003936572874819998, 2.5791380200910544e-05, 8.252538431262869e-07, 4.730099189717735e-17);
}
