using System.Runtime.CompilerServices;

namespace Kobai.Simd;

/// <summary>Numbers of two doubles as in <see cref="Wide"/>, one in each lane of registers V.</summary>
/// <remarks>
/// Meant for ordinary numbers, from 1e-290 to 1e290 and exponents that give such: beyond them a number may be no better than
/// a double, and what is not finite is that of double.
/// </remarks>
readonly struct WideLanes<V>(V high, V low) : ISimd<WideLanes<V>> where V : struct, ISimd<V, double>
{
    // e^x is (1 + y)^32 with 1 + y = e^(x / 32), and y from a series of which so many terms need two doubles.
    const int Doublings = 5, Wides = 6;

    const double Ln2High = 0.6931471805592082, Ln2Middle = 7.371002565161996e-13, Ln2Low = 5.8029889835956905e-25;

    // 1/1!, 1/2!, …
    static ReadOnlySpan<double> Inverse =>
    [
        1, 0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333, 0.001388888888888889, 0.0001984126984126984,
        1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800,
    ];

    static ReadOnlySpan<double> InverseLow =>
    [
        0, 0, 9.25185853854297e-18, 2.3129646346357427e-18, 1.1564823173178714e-19, -5.300543954373577e-20, 1.7209558293420705e-22,
    ];

    /// <summary>The nearest doubles.</summary>
    public V High { get; } = high;

    /// <summary>What is below their last places.</summary>
    public V Low { get; } = low;

    static WideLanes<V> One => new(V.One, V.Zero);

    public static WideLanes<V> Fill(double value) => new(V.Fill(value), V.Zero);

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> operator -(WideLanes<V> x) => new(-x.High, -x.Low);

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> operator +(WideLanes<V> a, WideLanes<V> b)
    {
        V s = TwoSum(a.High, b.High, out V e), t = TwoSum(a.Low, b.Low, out V f);
        V u = s + (e + t), v = e + t - (u - s);
        return Normal(u, v + f);
    }

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> operator -(WideLanes<V> a, WideLanes<V> b) => a + -b;

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> operator *(WideLanes<V> a, WideLanes<V> b)
    {
        V p = a.High * b.High, e = V.Fma(a.High, b.High, -p);
        return Normal(p, e + V.Fma(a.High, b.Low, a.Low * b.High));
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> operator /(WideLanes<V> a, WideLanes<V> b)
    {
        V q = a.High / b.High, p = q * b.High, e = V.Fma(q, b.Low, V.Fma(q, b.High, -p));
        return Normal(q, (a.High - p - e + a.Low) / b.High);
    }

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> Fma(WideLanes<V> a, WideLanes<V> b, WideLanes<V> c) => a * b + c;

    public static WideLanes<V> Min(WideLanes<V> a, WideLanes<V> b) => Select(Or(Less(a, b), Unequal(a)), a, b);

    public static WideLanes<V> Max(WideLanes<V> a, WideLanes<V> b) => Select(Or(Less(b, a), Unequal(a)), a, b);

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> Abs(WideLanes<V> x) => CopySign(x, One);

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Sqrt(WideLanes<V> x)
    {
        WideLanes<V> root = new(V.Sqrt(x.High), V.Zero);
        V rest = (x - root * root).High / (root.High + root.High);
        return Normal(root.High, rest);
    }

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> CopySign(WideLanes<V> x, WideLanes<V> sign)
    {
        V flips = V.And(V.Xor(x.High, sign.High), V.Fill(-0.0));
        return new(V.Xor(x.High, flips), V.Xor(x.Low, flips));
    }

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> Less(WideLanes<V> a, WideLanes<V> b) =>
        Mask(V.Or(V.Less(a.High, b.High), V.And(V.Equal(a.High, b.High), V.Less(a.Low, b.Low))));

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> LessOrEqual(WideLanes<V> a, WideLanes<V> b) => Or(Less(a, b), Equal(a, b));

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> Equal(WideLanes<V> a, WideLanes<V> b) => Mask(V.And(V.Equal(a.High, b.High), V.Equal(a.Low, b.Low)));

    [MethodImpl(Jit.Inlined)]
    public static WideLanes<V> Select(WideLanes<V> mask, WideLanes<V> a, WideLanes<V> b) =>
        new(V.Select(mask.High, a.High, b.High), V.Select(mask.High, a.Low, b.Low));

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Exp(WideLanes<V> x)
    {
        var y = ExpParts(x, out V n);
        return Scaled(y + One, n);
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Expm1(WideLanes<V> x)
    {
        var y = ExpParts(x, out V n);
        return Select(Less(One, x), Scaled(y + One, n) - One, Scaled(y, n) + (Scaled(One, n) - One));
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Log(WideLanes<V> x)
    {
        // 2⁵⁴ makes every number normal.
        V isTiny = V.Less(x.High, Format<V, double>.SmallestNormal), grown = V.Select(isTiny, V.Fill(18014398509481984), V.One);
        V high = x.High * grown, isPositive = IsPositive(high), normal = V.Select(isPositive, high, V.One);
        V k = Logarithm<V, double>.Split(normal, out _, out V scale) - V.Select(isTiny, V.Fill(54), V.Zero);
        var y = LogOfNear1(new WideLanes<V>(normal * scale, x.Low * grown * scale) - One, k);
        return Select(Mask(isPositive), y, new(V.Log(x.High), V.Zero));
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Log1p(WideLanes<V> x)
    {
        var u = One + x;
        V isPositive = IsPositive(u.High), normal = V.Select(isPositive, u.High, V.One), k = Logarithm<V, double>.Split(normal, out _, out V scale);
        var near = Select(Mask(V.Equal(k, V.Zero)), x, new WideLanes<V>(normal * scale, u.Low * scale) - One);
        return Select(Mask(isPositive), LogOfNear1(near, k), new(V.Log1p(x.High), V.Zero));
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Sigmoid(WideLanes<V> x)
    {
        var e = Exp(-Abs(x));
        return Select(Less(x, default), e, One) / (One + e);
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Tanh(WideLanes<V> x)
    {
        var e = Expm1(Fill(-2) * Abs(x));
        return CopySign(-e / (e + Fill(2)), x);
    }

    [MethodImpl(Jit.Apart)]
    public static WideLanes<V> Pow(WideLanes<V> x, WideLanes<V> y) =>
        Select(Mask(IsPositive(x.High)), Exp(y * Log(x)), new(V.Pow(x.High, y.High), V.Zero));

    public static WideLanes<V> NormalCdf(WideLanes<V> x, out WideLanes<V> density) => throw new NotSupportedException("WideLanes.NormalCdf: no formula has a use for it.");

    public static WideLanes<V> Sin(WideLanes<V> x) => throw new NotSupportedException("WideLanes.Sin: no formula has a use for it.");

    public static WideLanes<V> Cos(WideLanes<V> x) => throw new NotSupportedException("WideLanes.Cos: no formula has a use for it.");

    /// <summary>eˣ = 2ⁿ (1 + y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static WideLanes<V> ExpParts(WideLanes<V> x, out V n)
    {
        V bounded = V.Min(V.Max(x.High, V.Fill(-1000)), V.Fill(1000));
        n = V.Round(bounded * V.Fill(1.4426950408889634));
        // ln 2 in parts of 40 bits, whose products with n are exact.
        WideLanes<V> r = new(V.Fma(-n, V.Fill(Ln2High), bounded), V.Zero);
        r += new WideLanes<V>(V.Select(V.Equal(bounded, x.High), x.Low, V.Zero), V.Zero);
        r += new WideLanes<V>(-n * V.Fill(Ln2Middle), -n * V.Fill(Ln2Low));
        return ExpMinus1(r);
    }

    /// <summary>eˣ − 1 for |x| below ½.</summary>
    [MethodImpl(Jit.Apart)]
    static WideLanes<V> ExpMinus1(WideLanes<V> x)
    {
        V step = V.Fill(1.0 / (1 << Doublings)), r = x.High * step, low = x.Low * step;
        // Σ rᵏ/k!: from k = 8 on doubles suffice.
        V tail = V.Fill(Inverse[^1]);
        for (int k = Inverse.Length - 2; k > Wides; k--) tail = V.Fma(tail, r, V.Fill(Inverse[k]));
        V y = V.Fill(Inverse[Wides]), yLow = V.Fma(tail, r, V.Fill(InverseLow[Wides]));
        for (int k = Wides - 1; k >= 0; k--)
        {
            Multiply(y, yLow, r, low, out y, out yLow);
            Add(V.Fill(Inverse[k]), V.Fill(InverseLow[k]), y, yLow, out y, out yLow);
        }
        Multiply(y, yLow, r, low, out y, out yLow);
        for (int i = 0; i < Doublings; i++)
        {
            Multiply(y, yLow, y, yLow, out V square, out V squareLow);
            Add(y + y, yLow + yLow, square, squareLow, out y, out yLow);
        }
        return new(y, yLow);
    }

    [MethodImpl(Jit.Inlined)]
    static void Multiply(V a, V aLow, V b, V bLow, out V high, out V low)
    {
        V p = a * b, e = V.Fma(a, b, -p) + V.Fma(a, bLow, aLow * b);
        high = p + e;
        low = e - (high - p);
    }

    // |a| is the larger, and the sum is not next to 0.
    [MethodImpl(Jit.Inlined)]
    static void Add(V a, V aLow, V b, V bLow, out V high, out V low)
    {
        V s = a + b, e = b - (s - a) + (aLow + bLow);
        high = s + e;
        low = e - (high - s);
    }

    // One step of Newton's method: ln(1 + x) = y + ln(1 + d), with 1 + d = (1 + x) e⁻ʸ; and k ln 2 is added.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static WideLanes<V> LogOfNear1(WideLanes<V> x, V k)
    {
        WideLanes<V> y = new(V.Log1p(x.High), V.Zero), e = ExpMinus1(-y), d = x + e + x * e;
        y += d - d * d * Fill(0.5);
        // The first part of ln 2 has 40 bits, so that its product is exact.
        return y + (Normal(k * V.Fill(Ln2High), k * V.Fill(Ln2Middle)) + new WideLanes<V>(k * V.Fill(Ln2Low), V.Zero));
    }

    /// <summary>x · 2ⁿ in two steps, of which each is a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static WideLanes<V> Scaled(WideLanes<V> x, V n)
    {
        V half = V.Round(n * V.Fill(0.5)), first = PowerOf2(half), second = PowerOf2(n - half);
        return Normal(x.High * first * second, x.Low * first * second);
    }

    // The whole number fills the low bits of 1.5 · 2⁵², with the bias of the exponent.
    static V PowerOf2(V n) => Format<V, double>.ToExponent(n + V.Fill(6755399441055744.0 + 1023));

    static V IsPositive(V x) => V.And(V.LessOrEqual(Format<V, double>.SmallestNormal, x), V.LessOrEqual(x, Format<V, double>.Largest));

    [MethodImpl(Jit.Inlined)]
    static V TwoSum(V a, V b, out V error)
    {
        V s = a + b, part = s - a;
        error = a - (s - part) + (b - part);
        error = V.Select(V.Equal(error - error, V.Zero), error, V.Zero);
        return s;
    }

    // |a| ≥ |b|, or a is 0; where nothing is below a sum that is not finite.
    [MethodImpl(Jit.Inlined)]
    static WideLanes<V> Normal(V a, V b)
    {
        V s = a + b, low = b - (s - a), isFinite = V.Equal(low - low, V.Zero);
        return new(V.Select(isFinite, s, a), V.Select(isFinite, low, V.Zero));
    }

    [MethodImpl(Jit.Inlined)]
    static WideLanes<V> Mask(V mask) => new(mask, V.Zero);

    [MethodImpl(Jit.Inlined)]
    static WideLanes<V> Or(WideLanes<V> a, WideLanes<V> b) => Mask(V.Or(a.High, b.High));

    static WideLanes<V> Unequal(WideLanes<V> x) => Mask(V.Select(V.Equal(x.High, x.High), V.Zero, V.Equal(V.One, V.One)));
}
