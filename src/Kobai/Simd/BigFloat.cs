using System.Numerics;

namespace Kobai.Simd;

/// <summary>How many bits a <see cref="BigFloat{B}"/> keeps.</summary>
interface IBits
{
    static abstract int Count { get; }
}

/// <summary>Enough for a difference of sums of doubles next to each other.</summary>
readonly struct Bits256 : IBits
{
    static int IBits.Count => 256;
}

/// <summary>Enough for the sum of the largest double and the smallest, squared.</summary>
readonly struct Bits4096 : IBits
{
    static int IBits.Count => 4096;
}

/// <summary>
/// A number m · 2ᵉ of many bits and almost any exponent: for the few numbers for which <see cref="Wide"/> is too short or its
/// range too narrow. A million times slower than a register; the elementary functions keep all but a few dozen bits.
/// </summary>
readonly struct BigFloat<B> : ISimd<BigFloat<B>> where B : struct, IBits
{
    // More than any sum of doubles spans, so that terms of any two are added, or the smaller is nothing.
    const int MostExponent = 40;

    static readonly int s_bits = B.Count, s_places = B.Count + 64;

    static readonly BigInteger s_one = BigInteger.One << s_places;

    // ln 2 = 18 artanh 1/26 − 2 artanh 1/4801 + 8 artanh 1/8749, with places for an exponent besides.
    static readonly BigInteger s_ln2 =
        18 * Artanh(26) - 2 * Artanh(4801) + 8 * Artanh(8749);

    readonly BigInteger _mantissa;
    readonly long _exponent;

    // 0, or what is not finite.
    readonly double _special;

    BigFloat(BigInteger mantissa, long exponent)
    {
        long excess = BigInteger.Abs(mantissa).GetBitLength() - s_bits;
        (_mantissa, _exponent) = excess > 0 ? (mantissa >> (int)excess, exponent + excess) : (mantissa, exponent);
    }

    public BigFloat(double x)
    {
        if (!double.IsFinite(x))
        {
            _special = x;
            return;
        }
        int e = x == 0 ? 0 : Math.Max(Math.ILogB(x), -1022) - 52;
        (_mantissa, _exponent) = (new(Math.ScaleB(x, -e)), e);
    }

    static BigFloat<B> One => new(1, 0);

    static BigFloat<B> Zero => default;

    static BigFloat<B> Half => new(1, -1);

    bool IsFinite => _special == 0;

    // |x| < 2^Top, and not below half of it.
    long Top => _mantissa.IsZero ? long.MinValue / 4 : BigInteger.Abs(_mantissa).GetBitLength() + _exponent;

    int Sign => IsFinite ? _mantissa.Sign : double.IsNaN(_special) ? 0 : Math.Sign(_special);

    public static explicit operator double(BigFloat<B> x)
    {
        if (!x.IsFinite) return x._special;
        int excess = (int)Math.Max(0, BigInteger.Abs(x._mantissa).GetBitLength() - 62);
        return Math.ScaleB((long)(x._mantissa >> excess), (int)Math.Clamp(x._exponent + excess, -5000, 5000));
    }

    public static BigFloat<B> Fill(double value) => new(value);

    public static BigFloat<B> operator -(BigFloat<B> x) => x.IsFinite ? new(-x._mantissa, x._exponent) : new(-x._special);

    public static BigFloat<B> operator +(BigFloat<B> a, BigFloat<B> b)
    {
        if (!a.IsFinite || !b.IsFinite) return new(a._special + b._special);
        if (a._mantissa.IsZero) return b;
        if (b._mantissa.IsZero) return a;
        if (a._exponent < b._exponent) (a, b) = (b, a);
        if (a.Top - b.Top > s_bits + 2) return a;
        if (b.Top - a.Top > s_bits + 2) return b;
        return new((a._mantissa << (int)(a._exponent - b._exponent)) + b._mantissa, b._exponent);
    }

    public static BigFloat<B> operator -(BigFloat<B> a, BigFloat<B> b) => a + -b;

    public static BigFloat<B> operator *(BigFloat<B> a, BigFloat<B> b) => a.IsFinite && b.IsFinite
        ? new(a._mantissa * b._mantissa, a._exponent + b._exponent)
        : new(a.AsDouble() * b.AsDouble());

    public static BigFloat<B> operator /(BigFloat<B> a, BigFloat<B> b)
    {
        if (!a.IsFinite || !b.IsFinite || b._mantissa.IsZero) return new(a.AsDouble() / b.AsDouble());
        int shift = (int)Math.Max(0, s_bits + 2 + BigInteger.Abs(b._mantissa).GetBitLength() - BigInteger.Abs(a._mantissa).GetBitLength());
        return new((a._mantissa << shift) / b._mantissa, a._exponent - b._exponent - shift);
    }

    public static BigFloat<B> Fma(BigFloat<B> a, BigFloat<B> b, BigFloat<B> c) => (a * b) + c;

    public static BigFloat<B> Min(BigFloat<B> a, BigFloat<B> b) => double.IsNaN(a._special) || IsLess(a, b) ? a : b;

    public static BigFloat<B> Max(BigFloat<B> a, BigFloat<B> b) => double.IsNaN(a._special) || IsLess(b, a) ? a : b;

    public static BigFloat<B> Abs(BigFloat<B> x) => x.Sign < 0 ? -x : x;

    public static BigFloat<B> Sqrt(BigFloat<B> x)
    {
        if (!x.IsFinite || x.Sign <= 0) return new(Math.Sqrt(x.AsDouble()));
        // Of x = f · 4ⁿ with f near 1; each step doubles the bits that are right.
        long n = x.Top / 2;
        BigFloat<B> f = new(x._mantissa, x._exponent - 2 * n), root = new(Math.Sqrt((double)f));
        for (int right = 50; right < s_bits; right *= 2) root = Half * (root + (f / root));
        return new(root._mantissa, root._exponent + n);
    }

    public static BigFloat<B> CopySign(BigFloat<B> x, BigFloat<B> sign) => x.Sign < 0 == sign.Sign < 0 ? x : -x;

    public static BigFloat<B> Less(BigFloat<B> a, BigFloat<B> b) => Mask(IsLess(a, b));

    public static BigFloat<B> LessOrEqual(BigFloat<B> a, BigFloat<B> b) => Mask(IsLess(a, b) || IsEqual(a, b));

    public static BigFloat<B> Equal(BigFloat<B> a, BigFloat<B> b) => Mask(IsEqual(a, b));

    public static BigFloat<B> Select(BigFloat<B> mask, BigFloat<B> a, BigFloat<B> b) => mask._mantissa.IsZero ? b : a;

    public static BigFloat<B> Exp(BigFloat<B> x)
    {
        if (!x.IsFinite || x.Top > MostExponent) return new(Math.Exp(x.AsDouble() * 1e4));
        if (x._mantissa.IsZero) return One;
        var (y, n) = ExpParts(x);
        return new(y + s_one, n - s_places);
    }

    public static BigFloat<B> Expm1(BigFloat<B> x)
    {
        if (!x.IsFinite || x.Top > -32 || x._mantissa.IsZero) return Exp(x) - One;
        BigFloat<B> sum = x, term = x;
        for (int k = 2; term.Top > x.Top - s_bits; k++) sum += term = term * x / new BigFloat<B>(k);
        return sum;
    }

    public static BigFloat<B> Log(BigFloat<B> x)
    {
        if (!x.IsFinite || x.Sign <= 0) return new(Math.Log(x.AsDouble()));
        long n = x.Top;
        BigFloat<B> f = new(x._mantissa, x._exponent - n);
        if ((double)f < 0.75) (n, f) = (n - 1, f + f);
        // Halley's step, y + 2 (f − eʸ) / (f + eʸ), makes three times as many bits right.
        BigFloat<B> y = new(Math.Log((double)f));
        for (int right = 50; right < s_bits; right *= 3)
        {
            var e = Exp(y);
            var step = (f - e) / (f + e);
            y = y + step + step;
        }
        return n == 0 ? y : y + new BigFloat<B>(n * s_ln2, -s_places - MostExponent);
    }

    public static BigFloat<B> Log1p(BigFloat<B> x)
    {
        if (!x.IsFinite || x.Top > -32 || x._mantissa.IsZero) return Log(One + x);
        BigFloat<B> sum = x, power = x;
        for (int k = 2; power.Top > x.Top - s_bits; k++) sum += (power *= -x) / new BigFloat<B>(k);
        return sum;
    }

    public static BigFloat<B> Sigmoid(BigFloat<B> x)
    {
        var e = Exp(-Abs(x));
        return (x.Sign < 0 ? e : One) / (One + e);
    }

    public static BigFloat<B> Tanh(BigFloat<B> x)
    {
        var e = Expm1(new BigFloat<B>(-2) * Abs(x));
        return CopySign(-e / (e + new BigFloat<B>(2)), x);
    }

    public static BigFloat<B> Pow(BigFloat<B> x, BigFloat<B> y) => x.IsFinite && x.Sign > 0 && y.IsFinite && y.Sign != 0
        ? Exp(y * Log(x))
        : new(Math.Pow(x.AsDouble(), y.AsDouble()));

    public static BigFloat<B> NormalCdf(BigFloat<B> x, out BigFloat<B> density) => throw new NotSupportedException("BigFloat.NormalCdf: no formula has a use for it.");

    public static BigFloat<B> Sin(BigFloat<B> x) => throw new NotSupportedException("BigFloat.Sin: no formula has a use for it.");

    public static BigFloat<B> Cos(BigFloat<B> x) => throw new NotSupportedException("BigFloat.Cos: no formula has a use for it.");

    /// <summary>eˣ = 2ⁿ (1 + y), y in places: with x = n ln 2 + r, the series of e^(r/2ᵏ) − 1, doubled k times.</summary>
    static (BigInteger Y, long N) ExpParts(BigFloat<B> x)
    {
        int extra = s_places + MostExponent, doublings = 8 + s_bits / 128;
        BigInteger wide = Shifted(x._mantissa, x._exponent + extra);
        BigInteger n = (wide + (s_ln2 >> 1)) / s_ln2;
        if (wide.Sign < 0) n = -((-wide + (s_ln2 >> 1)) / s_ln2);
        BigInteger r = (wide - n * s_ln2) >> (MostExponent + doublings), term = r, y = r;
        for (int k = 2; !(term.IsZero || term == BigInteger.MinusOne); k++) y += term = (term * r >> s_places) / k;
        for (int k = 0; k < doublings; k++) y = (y << 1) + (y * y >> s_places);
        return (y, (long)n);
    }

    // 1/k + 1/3k³ + 1/5k⁵ + …
    static BigInteger Artanh(int k)
    {
        BigInteger power = (BigInteger.One << (B.Count + 64 + MostExponent)) / k, sum = 0;
        for (int i = 1; !power.IsZero; i += 2, power /= k * k) sum += power / i;
        return sum;
    }

    static BigInteger Shifted(BigInteger x, long left) => left >= 0 ? x << (int)left : x >> (int)Math.Min(-left, int.MaxValue);

    static BigFloat<B> Mask(bool set) => new(set ? 1 : 0, 0);

    static bool IsLess(BigFloat<B> a, BigFloat<B> b) =>
        a.IsFinite && b.IsFinite ? (a - b).Sign < 0 : a.AsDouble() < b.AsDouble();

    static bool IsEqual(BigFloat<B> a, BigFloat<B> b) =>
        a.IsFinite && b.IsFinite ? (a - b).Sign == 0 : a._special == b._special;

    // Of its size only that it is finite, and its sign.
    double AsDouble() => IsFinite ? _mantissa.Sign : _special;
}
