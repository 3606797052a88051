using System.Numerics;

namespace Kobai.Tests.Simd;

/// <summary>mantissa · 2^exponent with some 240 bits: the slow and obvious judge of the double kernels.</summary>
readonly struct Precise
{
    const int Bits = 240;
    static readonly BigInteger PiMantissa = MachinPi(PiBits);
    const int PiBits = 1600;
    static readonly Precise Ln2 = 2 * Artanh(Of(1) / 3);

    readonly BigInteger mantissa;
    readonly int exponent;

    Precise(BigInteger mantissa, int exponent)
    {
        int excess = (int)(BigInteger.Abs(mantissa).GetBitLength() - Bits);
        if (excess > 0) (mantissa, exponent) = (mantissa >> excess, exponent + excess);
        this.mantissa = mantissa;
        this.exponent = exponent;
    }

    public static Precise Of(double x)
    {
        (BigInteger m, int e) = Split(x);
        return new(m, e);
    }

    public static implicit operator Precise(int x) => new(x, 0);

    public static Precise operator -(Precise a) => new(-a.mantissa, a.exponent);

    public static Precise operator +(Precise a, Precise b)
    {
        if (a.mantissa.IsZero) return b;
        if (b.mantissa.IsZero) return a;
        if (a.exponent < b.exponent) (a, b) = (b, a);
        int gap = a.exponent - b.exponent;
        return gap > 4 * Bits ? a : new((a.mantissa << gap) + b.mantissa, b.exponent);
    }

    public static Precise operator -(Precise a, Precise b) => a + -b;

    public static Precise operator *(Precise a, Precise b) => new(a.mantissa * b.mantissa, a.exponent + b.exponent);

    public static Precise operator /(Precise a, Precise b) =>
        new((a.mantissa << (2 * Bits)) / b.mantissa, a.exponent - b.exponent - (2 * Bits));

    public double ToDouble()
    {
        int excess = (int)(BigInteger.Abs(mantissa).GetBitLength() - 64);
        return Math.ScaleB((double)(excess > 0 ? mantissa >> excess : mantissa), exponent + Math.Max(excess, 0));
    }

    /// <summary>How far y is from this number, in units of the last place of this number rounded to double.</summary>
    public double UlpsTo(double y)
    {
        long top = (long)BigInteger.Abs(mantissa).GetBitLength() + exponent - 1;
        int ulp = (int)Math.Max(top, -1022) - 52;
        Precise difference = Of(y) - this;
        return Math.Abs(new Precise(difference.mantissa, difference.exponent - ulp).ToDouble());
    }

    public static Precise Exp(Precise x)
    {
        int n = (int)Math.Round((x / Ln2).ToDouble());
        Precise r = x - (n * Ln2);
        r = new(r.mantissa, r.exponent - 8);
        Precise sum = 1, term = 1;
        for (int k = 1; k < 24; k++) sum += term = term * r / k;
        for (int k = 0; k < 8; k++) sum *= sum;
        return new(sum.mantissa, sum.exponent + n);
    }

    public static Precise Expm1(Precise x) =>
        Math.Abs(x.ToDouble()) < 1e-12 ? x * (1 + (x / 2 * (1 + (x / 3 * (1 + (x / 4)))))) : Exp(x) - 1;

    public static Precise Log(Precise x)
    {
        // Halley's step triples the right digits of the first guess.
        int scale = (int)BigInteger.Abs(x.mantissa).GetBitLength() + x.exponent;
        if (Math.Abs(scale) > 1) return Log(new(x.mantissa, x.exponent - scale)) + (scale * Ln2);
        Precise guess = Of(Math.Log(x.ToDouble()));
        Precise e = Exp(guess);
        return guess + (2 * (x - e) / (x + e));
    }

    public static Precise Log1p(Precise x) => Math.Abs(x.ToDouble()) < 1e-20 ? x * (1 - (x / 2)) : Log(1 + x);

    public static Precise Sigmoid(Precise x) => 1 / (1 + Exp(-x));

    public static Precise Tanh(Precise x)
    {
        Precise m = Expm1(2 * x);
        return m / (m + 2);
    }

    public static Precise Pow(Precise x, Precise y) => Exp(y * Log(x));

    public static Precise Sin(double x) => Turn(x, 0);

    public static Precise Cos(double x) => Turn(x, 1);

    /// <summary>sin(x + quarters · π / 2).</summary>
    static Precise Turn(double x, int quarters)
    {
        (BigInteger m, int e) = Split(x);
        BigInteger fixedX = e >= -PiBits ? m << (PiBits + e) : m >> (-PiBits - e);
        BigInteger n = ((fixedX << 2) + PiMantissa) / (PiMantissa << 1);
        if (n * PiMantissa * 2 > (fixedX << 2) + PiMantissa) n--;
        Precise r = e < -200 ? Of(x) : new((fixedX << 1) - (n * PiMantissa), -PiBits - 1);
        int quadrant = (int)(((n + quarters) % 4) + 4) % 4;
        Precise sum = 0, term = quadrant % 2 == 0 ? r : 1;
        for (int k = quadrant % 2 == 0 ? 2 : 1; k < 60; k += 2)
        {
            sum += term;
            term = -(term * r * r) / (k * (k + 1));
        }
        return quadrant < 2 ? sum : -sum;
    }

    static Precise Artanh(Precise x)
    {
        Precise sum = 0, power = x;
        for (int k = 1; k < 2 * Bits; k += 2, power = power * x * x) sum += power / k;
        return sum;
    }

    /// <summary>π · 2^bits = (16 arctan ⅕ − 4 arctan 1/239) · 2^bits.</summary>
    static BigInteger MachinPi(int bits)
    {
        return ((16 * Arctan(5)) - (4 * Arctan(239))) >> 32;

        BigInteger Arctan(int inverse)
        {
            BigInteger sum = 0, power = (BigInteger.One << (bits + 32)) / inverse;
            for (int k = 1; !power.IsZero; k += 2, power /= -inverse * inverse) sum += power / k;
            return sum;
        }
    }

    static (BigInteger Mantissa, int Exponent) Split(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int e = (int)((bits >> 52) & 0x7ff);
        long m = (bits & 0xfffffffffffff) | (e > 0 ? 1L << 52 : 0);
        return (x < 0 ? -m : m, Math.Max(e, 1) - 1075);
    }
}
