using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>The numbers that a loss has a meaning for.</summary>
enum Domain
{
    /// <summary>All.</summary>
    All,

    /// <summary>Probabilities.</summary>
    FromZeroToOne,

    /// <summary>0 and above.</summary>
    NotNegative,

    /// <summary>Log-probabilities: 0 and below, but for the rounding of floats.</summary>
    NotAboveZero,

    /// <summary>−1 and +1.</summary>
    Signs,
}

/// <summary>Looks whether numbers are in a domain.</summary>
static unsafe class Domains
{
    /// <summary>The bounds of a domain that is an interval.</summary>
    public static Between FromZeroToOne => new(0, 1);

    /// <summary>0 and above.</summary>
    public static Between NotNegative => new(0, double.PositiveInfinity);

    /// <summary>0 and below, but for the rounding of floats.</summary>
    public static Between NotAboveZero => new(double.NegativeInfinity, 1e-6);

    // A witness may take -0 for a number outside.
    static bool AreProbabilities<T>(T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Search.FirstFailing(FromZeroToOne, x, n) < 0;

    /// <summary>Whether all numbers are in the domain. NaN may be passed over: it shows in the loss.</summary>
    /// <param name="domain">A constant, so that each domain has a loop of its own.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="n">How many there are.</param>
    [MethodImpl(Jit.Inlined)]
    public static bool Holds<T>(this Domain domain, T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (domain is Domain.All) return true;
        if (Vector512.IsHardwareAccelerated) return Holds<V512<T>, T>(domain, x, n);
        if (Vector256.IsHardwareAccelerated) return Holds<V256<T>, T>(domain, x, n);
        if (Vector128.IsHardwareAccelerated) return Holds<V128<T>, T>(domain, x, n);
        return Holds<V1<T>, T>(domain, x, n);
    }

    // Four registers, so that none waits for another.
    [MethodImpl(Jit.Inlined)]
    static bool Holds<V, T>(Domain domain, T* x, nint n) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        Witness<V, T> a = new(), b = new(), c = new(), d = new();
        for (; i <= n - (4 * step); i += 4 * step)
        {
            a.See(domain, V.Load(ref x[i], 0));
            b.See(domain, V.Load(ref x[i], V.Count));
            c.See(domain, V.Load(ref x[i], 2 * V.Count));
            d.See(domain, V.Load(ref x[i], 3 * V.Count));
        }
        for (; i <= n - step; i += step) a.See(domain, V.Load(ref x[i], 0));
        Witness<V1<T>, T> last = new();
        for (; i < n; i++) last.See(domain, V1<T>.Load(ref x[i], 0));
        a.See(domain, b);
        c.See(domain, d);
        a.See(domain, c);
        return (V.AllTrue(a.AreIn(domain)) && V1<T>.AllTrue(last.AreIn(domain))) || (domain is Domain.FromZeroToOne && AreProbabilities(x, n));
    }
}

/// <summary>Whether a number lies between two others.</summary>
readonly struct Between(double low, double high) : IPredicate
{
    V IPredicate.Holds<V>(V x) => V.Select(V.LessOrEqual(V.Fill(low), x), V.LessOrEqual(x, V.Fill(high)), V.Less(V.One, V.Zero));
}

/// <summary>Whether a number is −1 or +1.</summary>
readonly struct OneInSize : IPredicate
{
    V IPredicate.Holds<V>(V x) => V.Equal(V.Abs(x), V.One);
}
