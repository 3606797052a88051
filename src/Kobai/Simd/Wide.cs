using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>
/// A number of some 106 bits as the exact sum of two doubles: for the formulas, run over double, whose terms cancel.
/// </summary>
/// <remarks>
/// It has the range of double, relative errors near 2⁻¹⁰⁰ for arithmetic and 2⁻⁹⁰ for the elementary functions, and is
/// some hundred times slower than a register of doubles. Below 1e-290 the low part fades away. Where a result is not finite, it is that of double.
/// Dekker, A floating-point technique for extending the available precision, 1971; Hida, Li and Bailey, 2001.
/// </remarks>
/// <example><code>
/// var x = new Wide(1) + new Wide(1e-20);
/// (double)(x - new Wide(1))   // 1e-20
/// </code></example>
public readonly struct Wide : ISimd<Wide>
{
    const int Doublings = 9;

    static readonly Wide Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    readonly double high, low;

    /// <summary>The number that a double is.</summary>
    public Wide(double value) => high = value;

    // |low| is at most half a unit in the last place of high.
    Wide(double high, double low) => (this.high, this.low) = (high, low);

    /// <summary>The nearest double.</summary>
    public static explicit operator double(Wide x) => x.high;

    /// <inheritdoc/>
    public static Wide Fill(double value) => new(value);

    /// <inheritdoc/>
    public static Wide operator -(Wide x) => new(-x.high, -x.low);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide operator +(Wide a, Wide b)
    {
        Wide s = TwoSum(a.high, b.high);
        if (!double.IsFinite(s.high)) return new(s.high);
        Wide t = TwoSum(a.low, b.low);
        s = Normal(s.high, s.low + t.high);
        return Normal(s.high, s.low + t.low);
    }

    /// <inheritdoc/>
    public static Wide operator -(Wide a, Wide b) => a + -b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide operator *(Wide a, Wide b)
    {
        double p = a.high * b.high;
        if (!double.IsFinite(p) || p == 0) return new(p);
        double error = Math.FusedMultiplyAdd(a.high, b.high, -p);
        return Normal(p, error + Math.FusedMultiplyAdd(a.high, b.low, a.low * b.high));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide operator /(Wide a, Wide b)
    {
        double q = a.high / b.high;
        if (!double.IsFinite(q) || q == 0 || double.IsInfinity(b.high)) return new(q);
        if (Math.Abs(a.high) > 1e290) return Scaled(Scaled(a, -100) / b, 100); // q · b must not overflow
        Wide rest = a - (new Wide(q) * b);
        double second = rest.high / b.high;
        rest -= new Wide(second) * b;
        return Normal(q, second) + new Wide(rest.high / b.high);
    }

    /// <inheritdoc/>
    public static Wide Fma(Wide a, Wide b, Wide c) => (a * b) + c;

    /// <inheritdoc/>
    public static Wide Min(Wide a, Wide b) => double.IsNaN(a.high) || IsLess(a, b) ? a : b;

    /// <inheritdoc/>
    public static Wide Max(Wide a, Wide b) => double.IsNaN(a.high) || IsLess(b, a) ? a : b;

    /// <inheritdoc/>
    public static Wide Abs(Wide x) => double.IsNegative(x.high) ? -x : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Sqrt(Wide x)
    {
        double root = Math.Sqrt(x.high);
        if (!double.IsFinite(root) || root == 0) return new(root);
        Wide y = new(root);
        return y + ((x - (y * y)) / (y + y));
    }

    /// <inheritdoc/>
    public static Wide CopySign(Wide x, Wide sign) => double.IsNegative(x.high) == double.IsNegative(sign.high) ? x : -x;

    /// <inheritdoc/>
    public static Wide Less(Wide a, Wide b) => Mask(IsLess(a, b));

    /// <inheritdoc/>
    public static Wide LessOrEqual(Wide a, Wide b) => Mask(IsLess(a, b) || IsEqual(a, b));

    /// <inheritdoc/>
    public static Wide Equal(Wide a, Wide b) => Mask(IsEqual(a, b));

    /// <inheritdoc/>
    public static Wide Select(Wide mask, Wide a, Wide b) => BitConverter.DoubleToInt64Bits(mask.high) != 0 ? a : b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Exp(Wide x)
    {
        if (!double.IsFinite(x.high) || Math.Abs(x.high) > 800) return new(Plain(V1<double>.Exp(V1<double>.Fill(x.high))));
        (Wide y, int n) = ExpParts(x);
        return Scaled(y + One, n);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Expm1(Wide x)
    {
        if (!double.IsFinite(x.high) || Math.Abs(x.high) > 200) return Exp(x) - One;
        (Wide y, int n) = ExpParts(x);
        return n == 0 ? y : Scaled(y, n) + (new Wide(Math.ScaleB(1, n)) - One);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Log(Wide x)
    {
        if (!(x.high > 0) || double.IsInfinity(x.high)) return new(Plain(V1<double>.Log(V1<double>.Fill(x.high))));
        int n = Math.ILogB(x.high / 0.75);
        Wide rest = Log1p(Scaled(x, -n) - One);
        return n == 0 ? rest : rest + (new Wide(n) * Ln2);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Log1p(Wide x)
    {
        if (!(x.high >= -0.5 && x.high <= 1)) return Log(x + One);
        if (x.high == 0) return x;

        // One step of Newton's method: ln(1 + x) = y + ln(1 + d), with 1 + d = (1 + x) / eʸ.
        double y = Plain(V1<double>.Log1p(V1<double>.Fill(x.high)));
        Wide e = Expm1(new(y)), d = (x - e) / (e + One);
        return new Wide(y) + (d - (d * d * new Wide(0.5)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Sigmoid(Wide x)
    {
        Wide e = Exp(-Abs(x));
        return (double.IsNegative(x.high) ? e : One) / (One + e);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Wide Tanh(Wide x)
    {
        Wide e = Expm1(new Wide(-2) * Abs(x));
        return CopySign(-e / (e + new Wide(2)), x);
    }

    /// <inheritdoc/>
    public static Wide Pow(Wide x, Wide y)
    {
        bool isPlain = x.high > 0 && double.IsFinite(x.high) && y.high != 0 && double.IsFinite(y.high);
        return isPlain
            ? Exp(y * Log(x))
            : new(Plain(V1<double>.Pow(V1<double>.Fill(x.high), V1<double>.Fill(y.high))));
    }

    /// <summary>Not there: no formula that cancels has a use for it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Wide NormalCdf(Wide x, out Wide density) =>
        throw new NotSupportedException("Wide.NormalCdf: numbers of two doubles have no normal distribution.");

    /// <summary>Not there: no formula that cancels has a use for it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Wide Sin(Wide x) => throw new NotSupportedException("Wide.Sin: numbers of two doubles have no trigonometry.");

    /// <summary>Not there: no formula that cancels has a use for it.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Wide Cos(Wide x) => throw new NotSupportedException("Wide.Cos: numbers of two doubles have no trigonometry.");

    static Wide One => new(1);

    /// <summary>eˣ = 2ⁿ (1 + y): with x = n ln 2 + r, the series of e^(r/512) − 1, doubled nine times.</summary>
    [MethodImpl(Jit.Apart)]
    static (Wide Y, int N) ExpParts(Wide x)
    {
        double n = Math.Round(x.high / Ln2.high);
        Wide r = Scaled(x - (new Wide(n) * Ln2), -Doublings), y = Zero;
        for (int k = 9; k >= 1; k--) y = (y + One) * r / new Wide(k);
        for (int i = 0; i < Doublings; i++) y = (y + y) + (y * y);
        return (y, (int)n);
    }

    static Wide Zero => new(0);

    static Wide Scaled(Wide x, int n) => new(Math.ScaleB(x.high, n), Math.ScaleB(x.low, n));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Wide TwoSum(double a, double b)
    {
        double s = a + b, part = s - a;
        return new(s, (a - (s - part)) + (b - part));
    }

    // |a| ≥ |b|, or a is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static Wide Normal(double a, double b)
    {
        double s = a + b;
        return double.IsFinite(s) ? new(s, b - (s - a)) : new(s);
    }

    static bool IsLess(Wide a, Wide b) => a.high < b.high || (a.high == b.high && a.low < b.low);

    static bool IsEqual(Wide a, Wide b) => a.high == b.high && a.low == b.low;

    static Wide Mask(bool set) => new(BitConverter.Int64BitsToDouble(set ? -1 : 0));

    static double Plain(V1<double> x)
    {
        double value = 0;
        V1<double>.Store(x, ref value, 0);
        return value;
    }
}
