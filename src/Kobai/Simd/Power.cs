using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>xʸ = e^(y·ln x), with ln x to more than the precision of the result.</summary>
static class Power<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(Jit.Inlined)]
    public static V Pow(V x, V y)
    {
        V normal = V.And(V.LessOrEqual(Format<V, T>.SmallestNormal, x), V.LessOrEqual(x, Format<V, T>.Largest));
        V finite = V.LessOrEqual(V.Abs(y), Format<V, T>.Largest);
        return V.AllTrue(V.And(normal, finite)) ? OfNormal(x, V.Zero, y) : OfAny(x, y);
    }

    [MethodImpl(Jit.Apart)]
    static V OfAny(V x, V y)
    {
        V magnitude = V.Abs(x);
        V subnormal = V.Less(magnitude, Format<V, T>.SmallestNormal);
        V scaled = magnitude * V.Select(subnormal, Format<V, T>.Constant(16777216, 18014398509481984), V.One);
        V power = OfNormal(scaled, V.Select(subnormal, Format<V, T>.Constant(24, 54), V.Zero), y);

        // To or from zero or infinity.
        V direction = V.Select(V.Less(magnitude, V.One), -y, y);
        V limit = V.Select(V.Less(V.Zero, direction), Format<V, T>.Infinity, V.Zero);
        V extreme = V.Or(V.Equal(magnitude, V.Zero), V.Equal(V.Abs(y), Format<V, T>.Infinity));
        extreme = V.Or(extreme, V.Equal(magnitude, Format<V, T>.Infinity));
        power = V.Select(V.Equal(magnitude, V.One), V.One, V.Select(extreme, limit, power));

        // Of a negative number: the sign of an odd power, and no power at all that is not whole.
        V whole = V.Equal(V.Round(y), y);
        V half = V.Fill(0.5) * y;
        V odd = V.And(whole, V.Less(V.Zero, V.Abs(half - V.Round(half))));
        V negative = V.And(V.Less(x, V.Zero), V.Less(-Format<V, T>.Infinity, x));
        power = V.Xor(power, V.And(V.And(odd, x), Format<V, T>.Sign));
        power = V.Select(negative, V.Select(whole, power, V.Fill(double.NaN)), power);

        // What is no number stays so, but for x⁰ = 1ʸ = 1.
        power = V.Select(V.And(V.Equal(x, x), V.Equal(y, y)), power, x + y);
        return V.Select(V.Or(V.Equal(y, V.Zero), V.Equal(x, V.One)), V.One, power);
    }

    /// <summary>(2⁻ˢʰⁱᶠᵗ·x)ʸ for normal x and finite y.</summary>
    [MethodImpl(Jit.Apart)]
    static V OfNormal(V x, V shift, V y)
    {
        V high = Log(x, shift, out V low);
        V product = high * y;
        return Exponential<V, T>.Exp(product, V.Fma(low, y, V.Fma(high, y, -product)));
    }

    /// <summary>ln x − shift·ln 2 = high + low of a normal x.</summary>
    /// <remarks>With s = f / (2 + f), ln(1 + f) = 2 artanh s = 2s + ⅔s³ + s⁵·P(s²).</remarks>
    [MethodImpl(Jit.Inlined)]
    static V Log(V x, V shift, out V low)
    {
        V k = Logarithm<V, T>.Split(x, out V m, out _) - shift;

        // s to twice the precision; f is exact, 2 + f = bottom + bottomLow.
        V f = m - V.One;
        V bottom = m + V.One;
        V bottomLow = m - (bottom - V.One);
        V inverse = V.One / bottom;
        V s = f * inverse;
        V sLow = V.Fma(-s, bottomLow, V.Fma(-s, bottom, f)) * inverse;

        // The cubic term to twice the precision as well.
        V z = s * s;
        V zLow = V.Fma(s, s, -z) + (V.Fill(2) * s * sLow);
        V twoThirds = V.Fill(2.0 / 3);
        V twoThirdsLow = Format<V, T>.Constant(-1.9868215517249155e-08, 3.700743415417188e-17);
        V factor = z * twoThirds;
        V factorLow = V.Fma(z, twoThirds, -factor) + V.Fma(zLow, twoThirds, z * twoThirdsLow);
        V tail = V.Fma(z * z, Series(z), factorLow);

        // k·ln 2 + 2s + s·(factor + tail); each sum is of a larger and a smaller term.
        V first = s + s;
        V cubic = s * factor;
        V cubicLow = V.Fma(s, factor, -cubic) + V.Fma(s, tail, sLow * factor);
        V inner = first + cubic;
        V innerLow = cubic - (inner - first) + (cubicLow + (sLow + sLow));
        V outer = k * Format<V, T>.Constant(0.693145751953125, 0.693147180369123816490);
        V sum = outer + inner;
        V ln2Low = Format<V, T>.Constant(1.4286068203094173e-06, 1.9082149292705877e-10);
        V rest = inner - (sum - outer) + V.Fma(k, ln2Low, innerLow);
        V high = sum + rest;
        low = rest - (high - sum);
        return high;
    }

    /// <summary>(2 artanh s − 2s − ⅔s³) / s⁵, a polynomial of z = s².</summary>
    [MethodImpl(Jit.Inlined)]
    static V Series(V z) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(z, 0.40000152587890625, 0.2854712903499603, 0.23418700695037842)
        : Polynomial<V>.At(
            z, 0.40000000000002256, 0.2857142857009925, 0.22222222519977303, 0.1818178436264187, 0.1538675752737797,
            0.13256813370739665, 0.13196367888108337);
}
