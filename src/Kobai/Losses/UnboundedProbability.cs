using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>A number m · 2ᵉ that is not negative, with an exponent of its own: a probability that no product makes 0.</summary>
readonly struct UnboundedProbability<V>(V m, double e) where V : struct, ISimd<V>
{
    const double Least = 1.0 / (1L << 62) / (1L << 38), Most = 1 / Least;

    readonly V _m = m;
    readonly double _e = e;

    public static UnboundedProbability<V> Zero => default;

    public bool IsZero => Precision.Rounded(_m) == 0;

    /// <summary>eˣ.</summary>
    public static UnboundedProbability<V> Exp(V x)
    {
        double size = Math.Abs(Precision.Rounded(x));
        if (size < (Precision.HasRange<V>() ? 1e11 : 300)) return new(V.Exp(x), 0);
        if (double.IsInfinity(size)) return Zero;
        V ln2 = V.Log(V.Fill(2));
        double n = Math.Round(Precision.Rounded(x / ln2));
        // From here on the exponent itself is rounded.
        return Math.Abs(n) < 1e15 ? new(V.Exp(x - V.Fill(n) * ln2), n) : new(V.One, n);
    }

    /// <summary>ln (m · 2ᵉ).</summary>
    public V Log() => V.Log(_m) + (_e == 0 ? V.Zero : V.Fill(_e) * V.Log(V.Fill(2)));

    /// <summary>The number itself, which may round to 0.</summary>
    public V ToNumber() => _e == 0 ? _m : _e < -2000 ? V.Zero : _m * V.Fill(Math.ScaleB(1, (int)_e / 2)) * V.Fill(Math.ScaleB(1, (int)_e - (int)_e / 2));

    public static UnboundedProbability<V> operator *(UnboundedProbability<V> a, UnboundedProbability<V> b) => Normal(a._m * b._m, a._e + b._e);

    public static UnboundedProbability<V> operator /(UnboundedProbability<V> a, UnboundedProbability<V> b) => Normal(a._m / b._m, a._e - b._e);

    public static UnboundedProbability<V> operator +(UnboundedProbability<V> a, UnboundedProbability<V> b)
    {
        if (a._e == b._e) return Normal(a._m + b._m, a._e);
        if (a.IsZero) return b;
        if (b.IsZero) return a;
        if (a._e < b._e) (a, b) = (b, a);
        double gap = a._e - b._e;
        return gap > 1000 ? a : Normal(a._m + b._m * V.Fill(Math.ScaleB(1, -(int)gap)), a._e);
    }

    [MethodImpl(Jit.Inlined)]
    static UnboundedProbability<V> Normal(V m, double e)
    {
        if (Precision.HasRange<V>()) return new(m, e);
        double size = Precision.Rounded(m);
        if (size is > Least and < Most or 0) return new(m, e);
        int n = Math.ILogB(size);
        return new(m * V.Fill(Math.ScaleB(1, -n)), e + n);
    }
}
