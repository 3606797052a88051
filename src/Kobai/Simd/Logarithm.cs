using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>ln x and ln(1 + x): with x = 2ᵏ(1 + f) and 1 + f between √½ and √2, ln x = k·ln 2 + ln(1 + f).</summary>
static class Logarithm<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // From here on 1 + x rounds to x.
    const double Huge = 1e30;

    [MethodImpl(Jit.Inlined)]
    public static V Log(V x)
    {
        V normal = V.And(V.LessOrEqual(Format<V, T>.SmallestNormal, x), V.LessOrEqual(x, Format<V, T>.Largest));
        return V.AllTrue(normal) ? OfNormal(x, V.Zero) : OfAny(x);
    }

    [MethodImpl(Jit.Inlined)]
    public static V Log1p(V x)
    {
        V valid = V.And(V.Less(V.Fill(-1), x), V.Less(x, V.Fill(Huge)));
        return V.AllTrue(valid) ? OfOnePlus(x) : OfOnePlusAny(x);
    }

    /// <summary>ln(1 + x) = x·q(x − ½) for x from 0 to 1, where nothing has to be split.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Log1pOfUnit(V x)
    {
        V u = x - V.Fill(0.5);
        if (typeof(T) == typeof(float))
        {
            return x * Polynomial<V>.At(
                u, 0.8109301924705505, -0.28852710127830505, 0.13261164724826813, -0.06768806278705597,
                0.03656928241252899, -0.02056574821472168, 0.0122287068516016, -0.00677248602733016,
                0.0024973119143396616, -0.0032052358146756887, 0.004176389425992966);
        }
        V lower = Polynomial<V>.At(
            u, 0.8109302162163288, -0.2885270990993242, 0.13260975375420195, -0.06768864331086978, 0.03661185452319283,
            -0.020548811927238807, 0.01183379211069837, -0.006945394654058676, 0.004136179029897178,
            -0.0024918481791510127, 0.0015153852566610153);
        V upper = Polynomial<V>.At(
            u, -0.0009287659934842945, 0.0005730311554543406, -0.00035557100729153294, 0.00022136379121888143,
            -0.0001382094315855432, 8.821774429938246e-05, -5.719481184501788e-05, 3.23431365239826e-05,
            -1.636264353325759e-05, 1.6502379859493868e-05, -1.6773339352219546e-05);
        V u2 = u * u, u4 = u2 * u2, u11 = u4 * u4 * u2 * u;
        return x * V.Fma(u11, V.Fma(u11, V.Fill(6.470955143945828e-06), upper), lower);
    }

    [MethodImpl(Jit.Apart)]
    static V OfAny(V x)
    {
        V subnormal = V.Less(x, Format<V, T>.SmallestNormal);
        V shift = Format<V, T>.Constant(24, 54);
        V scaled = x * V.Select(subnormal, Format<V, T>.Constant(16777216, 18014398509481984), V.One);
        return Limits(x, OfNormal(scaled, V.Select(subnormal, shift, V.Zero)));
    }

    [MethodImpl(Jit.Inlined)]
    static V OfNormal(V x, V shift)
    {
        V k = Split(x, out V m, out _);
        return Sum(k - shift, m - V.One, V.Zero);
    }

    [MethodImpl(Jit.Apart)]
    static V OfOnePlusAny(V x) =>
        V.Select(V.Less(x, V.Fill(Huge)), Limits(V.One + x, OfOnePlus(x)), OfAny(x));

    [MethodImpl(Jit.Inlined)]
    static V OfOnePlus(V x)
    {
        V u = V.One + x;
        V error = V.MinNative(V.One, x) - (u - V.MaxNative(V.One, x));
        V k = Split(u, out V m, out V scale);
        V f = m - V.One;
        error *= scale;
        V sum = f + error;
        V low = error - (sum - f);
        V y = Sum(k, sum, V.Fma(-sum, low, low));
        return V.Or(y, V.And(x, Format<V, T>.Sign));
    }

    /// <summary>Replaces what the logarithm of x is where x is 0, negative, infinite or not a number.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Limits(V x, V y)
    {
        y = V.Select(V.Equal(x, V.Zero), -Format<V, T>.Infinity, y);
        y = V.Select(V.Less(x, V.Zero), V.Fill(double.NaN), y);
        return V.Select(V.LessOrEqual(x, Format<V, T>.Largest), y, x);
    }

    /// <summary>Splits a normal x = 2ᵏm with m between √½ and √2, and gives k; scale is 2⁻ᵏ.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Split(V x, out V m, out V scale)
    {
        V root = Format<V, T>.Constant(0.70710677, 0.7071067811865476);
        V stored = Format<V, T>.FromExponent(V.AddBits(x, V.SubtractBits(V.One, root)));
        V exponent = Format<V, T>.ToExponent(stored);
        m = V.AddBits(V.SubtractBits(x, exponent), V.One);
        scale = V.SubtractBits(Format<V, T>.Constant(1.7014118346046923e38, 8.98846567431158e307), exponent);

        // The low bits of 2²³ (2⁵²) count ones.
        V magic = Format<V, T>.Constant(8388608, 4503599627370496);
        return V.Or(stored, magic) - Format<V, T>.Constant(8388608.0 + 127, 4503599627370496.0 + 1023);
    }

    /// <summary>k·ln 2 + ln(1 + f) + low for f from √½ − 1 to √2 − 1.</summary>
    [MethodImpl(Jit.Inlined)]
    public static V Sum(V k, V f, V low)
    {
        V high = k * Format<V, T>.Constant(0.693145751953125, 0.693147180369123816490);
        V sum = high + f;
        V error = f - (sum - high);
        V rest = V.Fma(k, Format<V, T>.Constant(1.4286068203094173e-06, 1.9082149292705877e-10), Curve(f) + low);
        return sum + (error + rest);
    }

    /// <summary>ln(1 + f) − f.</summary>
    [MethodImpl(Jit.Inlined)]
    static V Curve(V f)
    {
        if (typeof(T) == typeof(float))
            return f * f * Polynomial<V>.At(
                f, -0.49999988079071045, 0.33333325386047363, -0.25001585483551025, 0.2000197470188141,
                -0.16609054803848267, 0.14181777834892273, -0.13243195414543152, 0.12904849648475647,
                -0.07621767371892929);

        // With s = f / (2 + f), ln(1 + f) = 2 artanh s = f − (h − s(h + R)), h = f² / 2, R = s²P(s²).
        V s = f / (V.Fill(2) + f);
        V z = s * s;
        V p = Polynomial<V>.At(
            z, 0.6666666666666734, 0.39999999999414315, 0.28571428742476884, 0.22222198563289197, 0.18183564875961308,
            0.15314035622493655, 0.14796107337916012);
        V h = V.Fill(0.5) * f * f;
        return V.Fma(s, V.Fma(z, p, h), -h);
    }
}
