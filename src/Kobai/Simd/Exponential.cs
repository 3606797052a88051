using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>eˣ and eˣ − 1: with x = n·ln 2 + r and |r| ≤ ln 2 / 2, eˣ = 2ⁿ·eʳ.</summary>
static class Exponential<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 1.5·2⁵²: the whole number nearest to what is added fills its low bits. From −512 to 511 it takes ten, with 512 added.
    const double ShortMagic = 6755399441055744.0;

    // ln 2 less the nearest float.
    const double Ln2LowOfFloats = -1.9046542121259336e-09;

    [MethodImpl(Jit.Inlined)]
    public static V Exp(V x)
    {
        x = Bound(x);
        V power = Reduce(x, out V r, out _);
        return Scale(V.Fma(r, V.Fma(r, Series(r), V.One), V.One), power, x);
    }

    /// <summary>eˣ · 2ˢ of floats below 2²⁰, where that is a normal number, for the <see cref="MagicOf"/> s.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V ExpTimes(V x, V magic)
    {
        V sum = V.Fma(x, V.Fill(1.4426950408889634), magic), n = magic - sum;
        V r = V.Fma(n, V.Fill(Ln2LowOfFloats), V.Fma(n, V.Fill(0.6931471805599453), x));
        return V.AddBits(V.Fma(r, V.Fma(r, Series(r), V.One), V.One), V.ShiftLeft(sum, 23));
    }

    /// <summary>1.5·2²³ + s: what is added to a float then fills its low bits with the nearest whole number and s.</summary>
    public static float MagicOf(int s) => 12582912 + s;

    /// <summary>2⁵¹²eˣ of doubles to 13 digits, where |x| is below 354; <see cref="InShortRange"/> of what was seen tells where not.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V ShortExp(V x, ref V seen)
    {
        V magic = V.Fill(ShortMagic + 512), sum = V.Fma(V.Fill(1.4426950408889634), x, magic);
        seen = V.Or(seen, sum);
        V r = V.Fma(magic - sum, V.Fill(0.6931471805599453), x), square = r * r;
        V series = Polynomial<V>.OfSquare(
            r, square, 0.4999999999966326, 0.16666666667267102, 0.041666666962942106, 0.008333333094525108, 0.0013888811021511738,
            0.00019841539514772876, 2.488087276747654e-05, 2.7493015323957212e-06);
        return V.AddBits(V.One + V.Fma(square, series, r), V.ShiftLeft(sum, 52));
    }

    /// <summary>What <see cref="ShortExp"/> has seen before the first number.</summary>
    public static V NothingSeen => V.Fill(ShortMagic);

    /// <summary>The mask of the lanes where all numbers that <see cref="ShortExp"/> has seen were in its range.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V InShortRange(V seen) => V.Equal(V.ShiftRight(seen, 10), V.ShiftRight(NothingSeen, 10));

    /// <summary>e^(x + low), where low is below the last place of x.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Exp(V x, V low)
    {
        V bounded = Bound(x);
        V power = Reduce(bounded, out V r, out V rest);
        rest += V.Select(V.Equal(bounded, x), low, V.Zero);
        V sum = r + rest;
        rest -= sum - r;
        return Scale(V.One + (sum + V.Fma(sum * sum, FineSeries(sum), V.Fma(rest, sum, rest))), power, bounded);
    }

    [MethodImpl(Jit.Inlined)]
    public static V Expm1(V x)
    {
        // Beyond these bounds the result rounds to −1 or to infinity.
        V bounded = V.MinNative(Format<V, T>.Constant(89, 710), V.MaxNative(V.Fill(-40), x));
        V power = Reduce(bounded, out V r, out V low);

        // (2ⁿ − 1) + 2ⁿr + 2ⁿ(eʳ − 1 − r), halved until the end so that n may be the largest exponent plus 1.
        V half = V.Fill(0.5);
        V scale = V.SubtractBits(power, Format<V, T>.SmallestNormal);
        V whole = scale - half;
        V sum = V.Fma(scale, r, whole);
        V error = V.Fma(scale, r, whole - sum) + (scale - whole - half);
        V rest = V.Fma(scale, V.Fma(r * r, FineSeries(r), low), error);
        V y = sum + rest;
        V tiny = Format<V, T>.Constant(2.9802322387695312e-08, 5.551115123125783e-17); // 2⁻²⁵, 2⁻⁵⁴
        return V.Select(V.Less(V.Abs(x), tiny), x, y + y);
    }

    /// <summary>x between bounds beyond which eˣ rounds to 0 or to infinity.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Bound(V x) =>
        V.MinNative(Format<V, T>.Constant(89, 710), V.MaxNative(Format<V, T>.Constant(-104, -746), x));

    /// <summary>y·2ⁿ in two steps, of which only the second can overflow or round to a subnormal number.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Scale(V y, V power, V x)
    {
        V step = V.Select(
            V.Less(x, V.Zero),
            Format<V, T>.Constant(5.421010862427522e-20, 7.458340731200207e-155), // 2⁻⁶⁴, 2⁻⁵¹²
            Format<V, T>.Constant(18446744073709551616.0, 1.3407807929942597e154)); // 2⁶⁴, 2⁵¹²
        V unknown = x - x; // 0, or NaN where x is NaN
        return V.Fma(V.AddBits(y, V.SubtractBits(power, step)), step, unknown);
    }

    /// <summary>Splits x = n·ln 2 + r + low, with r the nearest to the remainder, and gives 2ⁿ.</summary>
    /// <remarks>The bits of 2ⁿ are right modulo the width even where n is no exponent of a normal number.</remarks>
    [MethodImpl(Jit.Inlined)]
    public static V Reduce(V x, out V r, out V low)
    {
        // Adding 1.5·2²³ (2⁵²) rounds to a whole number, which then fills the low bits; the bias rides along.
        V magic = Format<V, T>.Constant(12582912.0 + 127, 6755399441055744.0 + 1023);
        V sum = V.Fma(x, V.Fill(1.4426950408889634), magic);
        V n = magic - sum;
        V exact = V.Fma(n, V.Fill(0.6931471805599453), x);
        V ln2Low = Format<V, T>.Constant(Ln2LowOfFloats, 2.3190468138462996e-17);
        r = V.Fma(n, ln2Low, exact);
        low = V.Fma(n, ln2Low, exact - r);
        return Format<V, T>.ToExponent(sum);
    }

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2, where the relative error of eʳ counts.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Series(V r) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(
            r, 0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.00836872961372137, 0.0013814583653584123)
        : FineSeries(r);

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2, where the relative error of eʳ − 1 counts.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V FineSeries(V r) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(
            r, 0.5, 0.1666666567325592, 0.041666362434625626, 0.008333389647305012, 0.0013940645148977637,
            0.00019845878705382347)
        : Polynomial<V>.At(
            r, 0.5, 0.16666666666666677, 0.04166666666666651, 0.008333333333321674, 0.001388888888896242,
            0.0001984126988601517, 2.4801587172491017e-05, 2.7557244319467566e-06, 2.7557402634921826e-07,
            2.510899960267538e-08, 2.087534820442266e-09);
}
