using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Losses;

/// <summary>Subtracts, and notes the lanes where the terms cancel, so that they can be computed again with more digits.</summary>
/// <param name="share">A difference below this share of its terms has lost too many digits; 1 for floats, less for doubles.</param>
/// <param name="targetShare">The same for the slope of the target; 0 where nobody asks for it.</param>
struct Digits<V>(V share, V targetShare) where V : struct, ISimd<V>
{
    /// <summary>The mask of the lanes that have lost digits.</summary>
    public V Lost { get; private set; }

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Minus(V a, V b)
    {
        Note(a - b, a);
        return a - b;
    }

    /// <summary>a − b, a part of the slope of the target alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V MinusForTarget(V a, V b)
    {
        Note(V.Less(V.Abs(a - b), targetShare * V.Abs(a)));
        return a - b;
    }

    /// <summary>A sum is known; so are its terms' magnitudes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Note(V sum, V terms) => Note(V.Less(V.Abs(sum), share * V.Abs(terms)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Note(V mask) => Lost = V.Select(mask, mask, Lost);
}
