using System.Numerics;
using System.Numerics.Tensors;
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

/// <summary>Looks whether numbers are in a domain, by as few instructions as can be.</summary>
static unsafe class Domains
{
    /// <summary>The bounds of a domain that is an interval.</summary>
    public static Between FromZeroToOne => new(0, 1);

    /// <summary>0 and above.</summary>
    public static Between NotNegative => new(0, double.PositiveInfinity);

    /// <summary>0 and below, but for the rounding of floats.</summary>
    public static Between NotAboveZero => new(double.NegativeInfinity, 1e-6);

    /// <summary>Whether all numbers are in the domain. NaN may be passed over: it shows in the loss.</summary>
    public static bool Holds<T>(this Domain domain, T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T> => domain switch
    {
        _ when n == 0 => true,
        // As whole numbers, the bits of 0 … ∞ are in order, before those of negative numbers, and -0 the first of these.
        Domain.FromZeroToOne => IsLargestOfBits(x, n, T.One) || AreAll(FromZeroToOne, x, n),
        Domain.NotNegative => IsLargestOfBits(x, n, T.PositiveInfinity) || AreAll(NotNegative, x, n),
        Domain.NotAboveZero => IsLargestOfSignedBits(x, n, T.CreateTruncating(1e-6)),
        Domain.Signs => AreSigns(x, n),
        _ => true,
    };

    static bool AreAll<P, T>(P p, T* x, nint n) where P : struct, IPredicate where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Search.FirstFailing(p, x, n) < 0;

    static bool AreSigns<T>(T* x, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) return AreSigns<V512<T>, T>(x, n);
        if (Vector256.IsHardwareAccelerated) return AreSigns<V256<T>, T>(x, n);
        if (Vector128.IsHardwareAccelerated) return AreSigns<V128<T>, T>(x, n);
        return AreSigns<V1<T>, T>(x, n);
    }

    // All bits but that of the sign are those of 1.
    static bool AreSigns<V, T>(T* x, nint n) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, i = 0;
        V even = V.Zero, odd = V.Zero;
        for (; i <= n - (2 * step); i += 2 * step)
        {
            even = V.Or(even, V.Xor(V.One, V.Load(ref x[i], 0)));
            odd = V.Or(odd, V.Xor(V.One, V.Load(ref x[i], V.Count)));
        }
        return V.AllTrue(V.Equal(V.Abs(V.Or(even, odd)), V.Zero)) && (i == n || AreAll(default(OneInSize), x + i, n - i));
    }

    static bool IsLargestOfBits<T>(T* x, nint n, T most) where T : unmanaged => sizeof(T) == sizeof(uint)
        ? TensorPrimitives.Max(new ReadOnlySpan<uint>(x, (int)n)) <= *(uint*)&most
        : TensorPrimitives.Max(new ReadOnlySpan<ulong>(x, (int)n)) <= *(ulong*)&most;

    static bool IsLargestOfSignedBits<T>(T* x, nint n, T most) where T : unmanaged => sizeof(T) == sizeof(int)
        ? TensorPrimitives.Max(new ReadOnlySpan<int>(x, (int)n)) <= *(int*)&most
        : TensorPrimitives.Max(new ReadOnlySpan<long>(x, (int)n)) <= *(long*)&most;
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
