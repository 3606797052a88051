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
    [MethodImpl(Jit.Inlined)]
    public V Minus(V a, V b)
    {
        Note(a - b, a);
        return a - b;
    }

    /// <summary>a − b, a part of the slope of the target alone.</summary>
    [MethodImpl(Jit.Inlined)]
    public V MinusForTarget(V a, V b)
    {
        NoteForTarget(a - b, a);
        return a - b;
    }

    /// <summary>A sum in the slope of the target alone is known; so are its terms' magnitudes.</summary>
    [MethodImpl(Jit.Inlined)]
    public void NoteForTarget(V sum, V terms) => Note(V.Less(V.Abs(sum), targetShare * V.Abs(terms)));

    /// <summary>A sum is known; so are its terms' magnitudes.</summary>
    [MethodImpl(Jit.Inlined)]
    public void Note(V sum, V terms) => Note(V.Less(V.Abs(sum), share * V.Abs(terms)));

    [MethodImpl(Jit.Inlined)]
    void Note(V mask) => Lost = V.Select(mask, mask, Lost);

    /// <summary>Notes where a number is infinite.</summary>
    [MethodImpl(Jit.Inlined)]
    public void NoteOverflow(V number) => Note(V.Less(V.Fill(double.MaxValue), V.Abs(number)));

    /// <summary>Whether any lane has lost digits.</summary>
    public readonly bool AnyLost => Precision.Rounded(V.Select(Lost, V.One, V.Zero)) != 0;

    /// <summary>Notes where a positive number is so small that its digits, or those of its low part, fade away.</summary>
    [MethodImpl(Jit.Inlined)]
    public void NoteTiny(V number)
    {
        if (Precision.HasRange<V>()) return;
        Note(V.Less(number, V.Fill(Precision.Tiny)));
    }
}

/// <summary>The numbers of ever more digits that a formula is run over, one after another, until none are lost.</summary>
static class Precision
{
    // Below these shares of its terms a difference of Wide has too few digits left for a double or a float, and one of
    // 256 bits for a double.
    const double OfWide = 1.0 / (1L << 34), OfWideForFloats = 1.0 / (1L << 60), OfBig = 1.0 / (1L << 62) / (1L << 62) / (1L << 62);

    /// <summary>Below it the low part of a <see cref="Wide"/> has no room.</summary>
    public const double Tiny = 1e-290;

    /// <summary>Whether the exponents of V have no end that matters.</summary>
    [MethodImpl(Jit.Inlined)]
    public static bool HasRange<V>() => typeof(V) == typeof(BigFloat<Bits256>) || typeof(V) == typeof(BigFloat<Bits4096>);

    /// <summary>Below this share of its terms a difference of two numbers of two doubles is too short for a double, or for a float.</summary>
    public static double ShareOfWide(bool isSingle) => isSingle ? OfWideForFloats : OfWide;

    /// <summary>Whether a result is finite, or infinite for certain.</summary>
    public static bool IsCertain<V>(double result) => double.IsFinite(result) || HasRange<V>();

    /// <summary>A formula that says whether its numbers were too short.</summary>
    public interface IAttempt
    {
        /// <summary>Runs over V; false where digits are lost, or a result may have overflowed.</summary>
        bool Run<V>(double share) where V : struct, ISimd<V>;
    }

    /// <summary>Runs over <see cref="Wide"/>, if that may do, then 256 bits, then 4,096.</summary>
    public static void Climb<A>(ref A attempt, bool isSingle, bool skipsWide = false) where A : struct, IAttempt, allows ref struct
    {
        if (!skipsWide && attempt.Run<Wide>(ShareOfWide(isSingle))) return;
        if (!attempt.Run<BigFloat<Bits256>>(OfBig)) attempt.Run<BigFloat<Bits4096>>(0);
    }

    /// <summary>The nearest double of a formula's number.</summary>
    [MethodImpl(Jit.Inlined)]
    public static double Rounded<V>(V x) where V : struct, ISimd<V>
    {
        if (typeof(V) == typeof(Wide)) return (double)Unsafe.BitCast<V, Wide>(x);
        if (typeof(V) == typeof(V1<double>)) return Unsafe.BitCast<V, double>(x);
        if (x is BigFloat<Bits256> big) return (double)big;
        return (double)(BigFloat<Bits4096>)(object)x;
    }
}
