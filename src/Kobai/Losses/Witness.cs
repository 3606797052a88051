using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>Sees numbers pass by in registers, and tells whether all were in a domain, by as few instructions as can be.</summary>
/// <remarks>NaN may be passed over, since it shows in the loss; a probability of -0 may be taken for one outside.</remarks>
struct Witness<V, T> where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // 0 is in every interval, and 1 a sign: the first of the numbers seen.
    V _least = V.Zero, _largest = V.Zero, _bitsOfAny = V.One, _bitsOfAll = V.One;

    /// <summary>Has seen nothing yet.</summary>
    [MethodImpl(Jit.Inlined)]
    public Witness()
    {
    }

    /// <summary>A register of numbers.</summary>
    [MethodImpl(Jit.Inlined)]
    public void See(Domain domain, V x)
    {
        // As whole numbers, the bits of 0 … ∞ are in order, before those of negative numbers; not all machines can compare 64 bits.
        if (AreBitsCompared(domain)) _largest = V.MaxBits(_largest, x);
        else
        {
            if (domain is Domain.FromZeroToOne or Domain.NotNegative) _least = V.MinNative(x, _least);
            if (domain is Domain.FromZeroToOne or Domain.NotAboveZero) _largest = V.MaxNative(x, _largest);
        }
        if (domain is Domain.Signs) (_bitsOfAny, _bitsOfAll) = (V.Or(_bitsOfAny, x), V.And(_bitsOfAll, x));
    }

    /// <summary>All that another has seen.</summary>
    [MethodImpl(Jit.Inlined)]
    public void See(Domain domain, Witness<V, T> other)
    {
        See(domain, domain is Domain.Signs ? other._bitsOfAny : other._least);
        See(domain, domain is Domain.Signs ? other._bitsOfAll : other._largest);
    }

    /// <summary>The mask of the lanes whose numbers all are in the domain.</summary>
    [MethodImpl(Jit.Inlined)]
    public readonly V AreIn(Domain domain) => domain switch
    {
        Domain.FromZeroToOne when AreBitsCompared(domain) => V.Equal(V.MaxBits(_largest, V.One), V.One),
        Domain.FromZeroToOne => V.And(V.Equal(_least, V.Zero), V.LessOrEqual(_largest, V.One)),
        Domain.NotNegative => V.Equal(_least, V.Zero),
        Domain.NotAboveZero => V.LessOrEqual(_largest, V.Fill(1e-6)),
        Domain.Signs => V.Equal(V.Abs(V.Xor(_bitsOfAny, _bitsOfAll)), V.Zero),
        _ => V.Equal(V.Zero, V.Zero),
    };

    [MethodImpl(Jit.Inlined)]
    static bool AreBitsCompared(Domain domain) => domain is Domain.FromZeroToOne && typeof(T) == typeof(float);
}
