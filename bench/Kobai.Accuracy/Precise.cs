using System.Numerics;

namespace Kobai.Judging;

/// <summary>mantissa · 2^exponent ± 2^error: a number of 256 bits or more that knows how far it may be from the truth.</summary>
/// <remarks>
/// Every operation widens the error by what it loses. Where terms cancel too far for an answer, <see cref="UndecidedException"/>
/// is thrown, and <see cref="Decide{T}"/> computes again with four times the bits.
/// </remarks>
public readonly struct Precise
{
    const int Levels = 3;
    const int SharpBits = 64;         // an answer is given once it is known to this many bits,
    const int Smallest = -1140;       // or to be below the smallest double by this power of two.
    const double Nothing = double.NegativeInfinity;

    static readonly Precise?[] s_ln2 = new Precise?[Levels];

    [ThreadStatic]
    static int s_level;

    readonly BigInteger _mantissa;
    readonly int _exponent;
    readonly double _error;           // base-2 logarithm of the largest possible distance from the truth

    Precise(BigInteger mantissa, int exponent, double error = Nothing)
    {
        int excess = (int)(BigInteger.Abs(mantissa).GetBitLength() - Bits);
        if (excess > 0)
        {
            if (BigInteger.TrailingZeroCount(mantissa) < excess) error = Join(error, exponent + excess);
            (mantissa, exponent) = (mantissa >> excess, exponent + excess);
        }
        (_mantissa, _exponent, _error) = (mantissa, exponent, error);
    }

    static int Bits => 256 << (2 * s_level);

    // The number is below 2^Top, and not below half of it.
    double Top => _mantissa.IsZero ? Nothing : (double)BigInteger.Abs(_mantissa).GetBitLength() + _exponent;

    public static Precise Pi => new(Circle.Pi, -Circle.Bits, -Circle.Bits);

    /// <summary>Whether this is 0 for certain.</summary>
    public bool IsZero => _mantissa.IsZero && double.IsNegativeInfinity(_error);

    /// <summary>Whether this is 0, or so small that nothing that a float or double can hold comes of it.</summary>
    public bool IsNothing => _mantissa.IsZero && _error < Smallest;

    static Precise Ln2 => s_ln2[s_level] ??= 2 * Artanh(Of(1) / 3);

    public static Precise Of(double x)
    {
        if (!double.IsFinite(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "Only finite numbers.");
        (BigInteger m, int e) = Split(x);
        return new(m, e);
    }

    public static implicit operator Precise(int x) => new(x, 0);

    /// <summary>Runs a computation with as many bits as it needs.</summary>
    public static T Decide<T>(Func<T> compute)
    {
        try
        {
            for (s_level = 0; s_level < Levels - 1; s_level++)
            {
                try
                {
                    return compute();
                }
                catch (UndecidedException)
                {
                    // Once more, with more bits.
                }
            }
            return compute();
        }
        finally
        {
            s_level = 0;
        }
    }

    /// <summary>This number, if it is known well enough to judge a double by it.</summary>
    public Precise Sharp()
    {
        if (_error <= Math.Max(Top - SharpBits, Smallest)) return this;
        throw new UndecidedException();
    }

    /// <summary>−1, 0 or 1.</summary>
    public int Sign()
    {
        if (_error < Top - 1 || IsZero) return _mantissa.Sign;
        return _error < Smallest && s_level == Levels - 1 ? 0 : throw new UndecidedException();
    }

    public static Precise operator -(Precise a) => new(-a._mantissa, a._exponent, a._error);

    public static Precise operator +(Precise a, Precise b)
    {
        if (a._mantissa.IsZero) return new(b._mantissa, b._exponent, Join(a._error, b._error));
        if (b._mantissa.IsZero) return new(a._mantissa, a._exponent, Join(a._error, b._error));
        if (a._exponent < b._exponent) (a, b) = (b, a);
        int gap = a._exponent - b._exponent;
        double error = Join(a._error, b._error);
        return gap > 4 * Bits
            ? new(a._mantissa, a._exponent, Join(error, b.Top))
            : new((a._mantissa << gap) + b._mantissa, b._exponent, error);
    }

    public static Precise operator -(Precise a, Precise b) => a + -b;

    public static Precise operator *(Precise a, Precise b) => new(
        a._mantissa * b._mantissa, a._exponent + b._exponent,
        Join(Join(a.Top + b._error, b.Top + a._error), a._error + b._error));

    public static Precise operator /(Precise a, Precise b)
    {
        if (b.Sign() == 0) throw new DivideByZeroException();
        double floor = b.Top - 1;
        double error = Join(a._error - floor, a.Top + b._error - 2 * floor) + 2;
        if (a._mantissa.IsZero) return new(0, 0, error);
        int shift = 2 * Bits, exponent = a._exponent - b._exponent - shift;
        return new((a._mantissa << shift) / b._mantissa, exponent, b._mantissa.IsPowerOfTwo ? error : Join(error, exponent));
    }

    public static bool operator <(Precise a, Precise b) => (a - b).Sign() < 0;

    public static bool operator >(Precise a, Precise b) => b < a;

    public double ToDouble()
    {
        int excess = (int)(BigInteger.Abs(_mantissa).GetBitLength() - 64);
        return Math.ScaleB((double)(excess > 0 ? _mantissa >> excess : _mantissa), _exponent + Math.Max(excess, 0));
    }

    /// <summary>How far y is from this number, in units of the last place of this number rounded to double or float.</summary>
    /// <remarks>Subnormal numbers share the unit of the smallest normal one. Infinity counts as the power of two that overflows. The unit may be that of another number.</remarks>
    public double UlpsTo(double y, bool single = false, Precise? unit = null)
    {
        if (double.IsNaN(y)) return double.PositiveInfinity;
        var (digits, least, most) = single ? (23, -126, 128) : (52, -1022, 1024);
        Precise overflow = new(_mantissa.Sign, most);
        Precise exact = Top > most ? overflow : this, other = double.IsInfinity(y) ? new(double.Sign(y), most) : Of(y);
        int ulp = (int)Math.Clamp((unit ?? exact).Top - 1, least, most - 1) - digits;
        Precise difference = other - exact;
        return Math.Abs(new Precise(difference._mantissa, difference._exponent - ulp).ToDouble());
    }

    public static Precise Exp(Precise x)
    {
        const int limit = 24;
        if (x.Top > limit) return x._mantissa.Sign < 0 ? new(0, 0, -(1 << limit)) : throw new OverflowException("exp of a number above 2^24.");
        if (x._error > 0) throw new UndecidedException();
        // e^x = 2^n (e^(r/256))^256, the inner one by its series, in whole numbers of 2^-places.
        int n = (int)Math.Round(x.ToDouble() / Math.Log(2)), places = Bits + 64;
        Precise r = x - n * Ln2;
        int shift = r._exponent - 8 + places;
        BigInteger small = shift > 0 ? r._mantissa << shift : r._mantissa >> -shift, term = BigInteger.One << places, sum = term;
        for (int k = 1; !(term.IsZero || term == BigInteger.MinusOne); k++) sum += term = (term * small >> places) / k;
        for (int k = 0; k < 8; k++) sum = sum * sum >> places;
        return new(sum, n - places, Join(r._error + 1, -Bits - 32) + n);
    }

    public static Precise Expm1(Precise x)
    {
        if (x._mantissa.IsZero) return x;
        if (x.Top > -8) return Exp(x) - 1;
        Precise sum = 0, term = 1;
        double last = x.Top - Bits - 8;
        for (int k = 1; term.Top > last; k++) sum += term = term * x / k;
        return sum.Within(last + 1);
    }

    public static Precise Log(Precise x)
    {
        if (x.Sign() <= 0) throw new ArgumentOutOfRangeException(nameof(x), x.ToDouble(), "The logarithm needs a positive number.");
        int scale = (int)x.Top;
        if (Math.Abs(scale) > 1) return Log(new(x._mantissa, x._exponent - scale, x._error - scale)) + scale * Ln2;
        // ln x = g + 2 artanh z with z = (x − e^g)/(x + e^g); Halley's step leaves out all but the first term of artanh.
        Precise guess = Of(Math.Log(x.ToDouble()));
        while (true)
        {
            Precise e = Exp(guess), z = (x - e) / (x + e), better = guess + 2 * z;
            if (3 * z.Top < -Bits - 8 || z.Top <= z._error) return better.Within(3 * z.Top);
            guess = new(better._mantissa, better._exponent);
        }
    }

    /// <summary>ln(1 + x), and for a small x all its digits.</summary>
    public static Precise Log1p(Precise x) => x.Top > -4 ? Log(1 + x) : 2 * Artanh(x / (2 + x));

    public static Precise Sqrt(Precise x)
    {
        if (x.IsZero) return x;
        if (x.Sign() < 0) throw new ArgumentOutOfRangeException(nameof(x), x.ToDouble(), "The square root needs a positive number.");
        int half = (int)Math.Floor(x.Top / 2);
        if (half != 0)
        {
            Precise root = Sqrt(new(x._mantissa, x._exponent - 2 * half, x._error - 2 * half));
            return new(root._mantissa, root._exponent + half, root._error + half);
        }
        Precise guess = Of(Math.Sqrt(x.ToDouble()));
        while (true)
        {
            Precise step = (x - guess * guess) / (2 * guess), better = guess + step;
            if (2 * step.Top < -Bits - 8 || step.Top <= step._error) return better.Within(2 * step.Top);
            guess = new(better._mantissa, better._exponent);
        }
    }

    public static Precise Sigmoid(Precise x)
    {
        if (x._mantissa.Sign >= 0) return 1 / (1 + Exp(-x));
        Precise e = Exp(x);
        return e / (1 + e);
    }

    public static Precise Tanh(Precise x)
    {
        Precise m = Expm1(2 * x);
        return m / (m + 2);
    }

    public static Precise Pow(Precise x, Precise y) => y.IsZero ? 1 : x.IsZero ? 0 : Exp(y * Log(x));

    public static Precise Sin(double x) => Turn(x, 0);

    public static Precise Cos(double x) => Turn(x, 1);

    /// <summary>sin(x + quarters · π / 2).</summary>
    static Precise Turn(double x, int quarters)
    {
        (BigInteger m, int e) = Split(x);
        BigInteger fixedX = e >= -Circle.Bits ? m << (Circle.Bits + e) : m >> (-Circle.Bits - e);
        BigInteger n = ((fixedX << 2) + Circle.Pi) / (Circle.Pi << 1);
        if (n * Circle.Pi * 2 > (fixedX << 2) + Circle.Pi) n--;
        Precise r = e < -200 ? Of(x) : new((fixedX << 1) - n * Circle.Pi, -Circle.Bits - 1);
        int quadrant = (int)((n + quarters) % 4 + 4) % 4;
        Precise sum = 0, term = quadrant % 2 == 0 ? r : 1;
        for (int k = quadrant % 2 == 0 ? 2 : 1; k < 60; k += 2)
        {
            sum += term;
            term = -(term * r * r) / (k * (k + 1));
        }
        return quadrant < 2 ? sum : -sum;
    }

    // x + x³/3 + x⁵/5 + … for |x| below ½
    static Precise Artanh(Precise x)
    {
        if (x._mantissa.IsZero) return x;
        Precise sum = 0, power = x, square = x * x;
        double last = x.Top - Bits - 8;
        for (int k = 1; power.Top > last; k += 2, power *= square) sum += power / k;
        return sum.Within(last + 1);
    }

    Precise Within(double error) => new(_mantissa, _exponent, Join(_error, error));

    // The logarithm of the sum of two errors.
    static double Join(double a, double b)
    {
        double larger = Math.Max(a, b), smaller = Math.Min(a, b);
        return larger - smaller > 60 || double.IsNegativeInfinity(larger) ? larger : larger + Math.Log2(1 + Math.Pow(2, smaller - larger));
    }

    static (BigInteger Mantissa, int Exponent) Split(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int e = (int)((bits >> 52) & 0x7ff);
        long m = (bits & 0xfffffffffffff) | (e > 0 ? 1L << 52 : 0);
        return (x < 0 ? -m : m, Math.Max(e, 1) - 1075);
    }

    static class Circle
    {
        public const int Bits = 1600;
        public static readonly BigInteger Pi = Machin(Bits);

        /// <summary>π · 2^bits = (16 arctan ⅕ − 4 arctan 1/239) · 2^bits.</summary>
        static BigInteger Machin(int bits)
        {
            return (16 * Arctan(5) - 4 * Arctan(239)) >> 32;

            BigInteger Arctan(int inverse)
            {
                BigInteger sum = 0, power = (BigInteger.One << (bits + 32)) / inverse;
                for (int k = 1; !power.IsZero; k += 2, power /= -inverse * inverse) sum += power / k;
                return sum;
            }
        }
    }
}

/// <summary>A number is too uncertain to go on with; more bits decide it.</summary>
public sealed class UndecidedException : Exception;
