using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>xʸ = e^(y·ln x), with ln x to more than the precision of the result.</summary>
static class Power<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Pow(V x, V y)
    {
        V magnitude = V.Abs(x);
        V high = Log(magnitude, out V low);
        V product = high * y;
        V rest = V.Fma(low, y, V.Fma(high, y, -product));
        V power = Exponential<V, T>.Exp(product, rest);

        V whole = V.Equal(V.Round(y), y);
        V half = V.Fill(0.5) * y;
        V odd = V.And(whole, V.Less(V.Zero, V.Abs(half - V.Round(half))));
        V negative = V.And(V.Less(x, V.Zero), V.Less(-Format<V, T>.Infinity, x));

        power = V.Select(V.Equal(magnitude, V.One), V.One, power);
        power = V.Xor(power, V.And(V.And(odd, x), Format<V, T>.Sign));
        power = V.Select(negative, V.Select(whole, power, Format<V, T>.NaN), power);
        power = V.Select(V.Equal(magnitude, magnitude), V.Select(V.Equal(y, y), power, y), x);
        return V.Select(V.Or(V.Equal(y, V.Zero), V.Equal(x, V.One)), V.One, power);
    }

    /// <summary>ln x = high + low of a magnitude.</summary>
    /// <remarks>With s = f / (2 + f), ln(1 + f) = 2 artanh s = 2s + ⅔s³ + s⁵·P(s²).</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Log(V x, out V low)
    {
        V subnormal = V.Less(x, Format<V, T>.SmallestNormal);
        V scaled = x * V.Select(subnormal, Format<V, T>.Constant(16777216, 18014398509481984), V.One);
        V k = Logarithm<V, T>.Split(scaled, out V m, out _) - V.Select(subnormal, Format<V, T>.Constant(24, 54), V.Zero);

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
        V rest = inner - (sum - outer) + V.Fma(k, Format<V, T>.Constant(1.4286068203094173e-06, 1.9082149292705877e-10), innerLow);
        V high = sum + rest;
        low = rest - (high - sum);

        // Zero and infinity have their own logarithms.
        high = V.Select(V.Equal(x, V.Zero), -Format<V, T>.Infinity, V.Select(V.Equal(x, Format<V, T>.Infinity), x, high));
        return high;
    }

    /// <summary>(2 artanh s − 2s − ⅔s³) / s⁵, a polynomial of z = s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Series(V z) => typeof(T) == typeof(float)
        ? Polynomial<V>.At(z, 0.40000152587890625, 0.2854712903499603, 0.23418700695037842)
        : Polynomial<V>.At(
            z, 0.40000000000002256, 0.2857142857009925, 0.22222222519977303, 0.1818178436264187, 0.1538675752737797,
            0.13256813370739665, 0.13196367888108337);
}
