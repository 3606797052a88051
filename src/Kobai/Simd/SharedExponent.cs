using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kobai.Simd;

/// <summary>
/// Exponentials of floats whose common factor does not matter, as in a softmax: eˣ · 2³⁰⁻ᵏ, where k is nearest to c / ln 2
/// for a number c near the largest of them.
/// </summary>
/// <remarks>
/// A whole k costs nothing: it is taken off the exponent, where x − c would be a rounding and the making up for it. Results
/// are normal numbers; those below 2⁻¹⁵⁵eᶜ and above 2⁶⁰eᶜ are bounded there, which a sum of <see cref="MostSum"/> or more
/// tells.
/// </remarks>
readonly unsafe struct SharedExponent
{
    /// <summary>A sum below this holds no exponential that was bounded from above.</summary>
    public const double MostSum = 6.1897001964269014e26; // 2⁸⁹

    const int Room = 30, Below = 155, Above = 60;
    const double Ln2 = 0.6931471805599453, MostMagnitude = 1 << 20;

    readonly float magic, least, most;
    readonly int k;

    /// <summary>What is common to the exponentials near that of c.</summary>
    /// <param name="c">A finite number, <see cref="Reaches"/> of which holds.</param>
    public SharedExponent(float c)
    {
        k = (int)Math.Round(c / Ln2);
        magic = Exponential<V1<float>, float>.MagicOf(Room - k);
        (least, most) = ((float)((k - Below) * Ln2), (float)((k + Above) * Ln2));
    }

    /// <summary>Whether c is not too large for this.</summary>
    public static bool Reaches(float c) => Math.Abs(c) <= MostMagnitude;

    /// <summary>The exponential of c itself, in double precision.</summary>
    public double Of(float c)
    {
        double y = 0;
        V1<double>.Store(V1<double>.Exp(V1<double>.Broadcast(Math.FusedMultiplyAdd(-k, Ln2, c))), ref y, 0);
        return (1L << Room) * y;
    }

    /// <summary>e[j] of x[j].</summary>
    public void Of(float* x, nint n, float* e)
    {
        nint i = 0;
        if (Vector512.IsHardwareAccelerated) Of<V512<float>>(x, n, e, ref i);
        else if (Vector256.IsHardwareAccelerated) Of<V256<float>>(x, n, e, ref i);
        else if (Vector128.IsHardwareAccelerated) Of<V128<float>>(x, n, e, ref i);
        Of<V1<float>>(x, n, e, ref i);
    }

    [MethodImpl(Jit.Apart)]
    void Of<V>(float* x, nint n, float* e, ref nint start) where V : struct, ISimd<V, float>
    {
        V low = V.Broadcast(least), high = V.Broadcast(most), shift = V.Broadcast(magic);
        nint i = start, last = n - (nint)V.Count;
        for (; i <= last; i += (nint)V.Count)
        {
            Sums.Fetch(x + i + Sums.Ahead);
            Sums.Fetch(e + i + Sums.Ahead);
            V inRange = V.MinNative(high, V.MaxNative(low, V.Load(ref x[i], 0)));
            V.Store(Exponential<V, float>.ExpTimes(inRange, shift), ref e[i], 0);
        }
        start = i;
    }
}
