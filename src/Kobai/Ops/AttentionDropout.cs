using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai;

/// <summary>
/// Which weights of an attention are dropped: a hash of the seed, the row and the column, so that any block of them can be
/// found again, in any order.
/// </summary>
readonly unsafe record struct AttentionDropout(double Probability, ulong Seed)
{
    public bool IsActive => Probability > 0;

    /// <summary>x[c] = x[c] · (0 with the probability p, and 1 / (1 − p) otherwise) for n columns from the first on.</summary>
    [MethodImpl(Jit.Apart)]
    public void Apply<T>(T* x, nint row, nint first, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong key = Mixed(Seed + (ulong)row * 0x9E3779B97F4A7C15);
        uint start = (uint)key + (uint)first, other = (uint)(key >> 32);
        uint dropped = (uint)double.Min(uint.MaxValue, Probability * (1UL << 32));
        T kept = Probability < 1 ? T.CreateTruncating(1 / (1 - Probability)) : T.Zero;
        nint c = 0;
        for (; c <= n - 8; c += 8)
        {
            var columns = Vector256.Create(start + (uint)c) + Vector256<uint>.Indices;
            var drop = Vector256.LessThan(Hash(columns, Vector256.Create(other)), Vector256.Create(dropped));
            if (typeof(T) == typeof(float))
            {
                Keep(x + c, kept, drop.As<uint, T>());
                continue;
            }
            var (low, high) = Vector256.Widen(drop.AsInt32());
            Keep(x + c, kept, low.As<long, T>());
            Keep(x + c + 4, kept, high.As<long, T>());
        }
        for (; c < n; c++)
        {
            uint hash = Hash(start + (uint)c, other);
            x[c] = hash < dropped ? T.Zero : x[c] * kept;
        }

        [MethodImpl(Jit.Inlined)]
        static void Keep(T* x, T kept, Vector256<T> drop) => Vector256.AndNot(Vector256.Load(x) * kept, drop).Store(x);
    }

    // The finalizer of SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
    static ulong Mixed(ulong x)
    {
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
        x = (x ^ x >> 27) * 0x94D049BB133111EB;
        return x ^ x >> 31;
    }

    // Three rounds of multiply and shift; the second key keeps rows whose first keys are near from being shifts of one another.
    [MethodImpl(Jit.Inlined)]
    static uint Hash(uint x, uint key)
    {
        x = (x ^ x >> 17) * 0xED5AD4BB;
        x = (x ^ x >> 11 ^ key) * 0xAC4C1B51;
        x = (x ^ x >> 15) * 0x31848BAB;
        return x ^ x >> 14;
    }

    [MethodImpl(Jit.Inlined)]
    static Vector256<uint> Hash(Vector256<uint> x, Vector256<uint> key)
    {
        x = (x ^ x >>> 17) * 0xED5AD4BB;
        x = (x ^ x >>> 11 ^ key) * 0xAC4C1B51;
        x = (x ^ x >>> 15) * 0x31848BAB;
        return x ^ x >>> 14;
    }
}
