using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kobai.Simd;

namespace Kobai;

/// <summary>
/// The generator MT19937 of Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudo-random number generator", ACM TOMACS 8(1), 1998.
/// </summary>
sealed class MersenneTwister
{
    public const int Length = 624;
    const int Middle = 397;
    const uint Mask24 = (1u << 24) - 1;
    const ulong Mask53 = (1ul << 53) - 1;
    const float Step24 = 1f / (1u << 24);
    const double Step53 = 1.0 / (1ul << 53);

    readonly uint[] state = new uint[Length];
    readonly uint[] words = new uint[Length]; // the tempered state: what is handed out
    int position;

    public MersenneTwister(uint seed) => Seed(seed);

    public void Seed(uint seed)
    {
        state[0] = seed;
        for (uint i = 1; i < Length; i++) state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + i;
        position = Length;
    }

    public uint Next()
    {
        if (position == Length) Refill();
        return words[position++];
    }

    /// <summary>Two words, the first as the high half.</summary>
    public ulong Next64() => ((ulong)Next() << 32) | Next();

    /// <summary>24 random bits as a fraction in [0, 1).</summary>
    public float NextSingle() => (Next() & Mask24) * Step24;

    /// <summary>53 random bits as a fraction in [0, 1).</summary>
    public double NextDouble() => (Next64() & Mask53) * Step53;

    /// <summary>Fills <paramref name="x"/> with low + width · <see cref="NextSingle"/>, rounded once.</summary>
    [MethodImpl(Jit.Apart)]
    public void Fill(Span<float> x, float low, float width)
    {
        while (x.Length > 0)
        {
            if (position == Length) Refill();
            int count = Math.Min(x.Length, Length - position), i = 0;
            ref uint w = ref words[position];
            ref float y = ref MemoryMarshal.GetReference(x);
            for (; i <= count - Vector<uint>.Count; i += Vector<uint>.Count)
            {
                var bits = Vector.LoadUnsafe(ref w, (nuint)i) & new Vector<uint>(Mask24);
                var unit = Vector.ConvertToSingle(bits.As<uint, int>()) * new Vector<float>(Step24);
                Vector.FusedMultiplyAdd(unit, new Vector<float>(width), new Vector<float>(low))
                    .StoreUnsafe(ref y, (nuint)i);
            }
            for (; i < count; i++)
                x[i] = MathF.FusedMultiplyAdd((words[position + i] & Mask24) * Step24, width, low);
            position += count;
            x = x[count..];
        }
    }

    /// <summary>Fills <paramref name="x"/> with low + width · <see cref="NextDouble"/>, rounded once.</summary>
    [MethodImpl(Jit.Apart)]
    public void Fill(Span<double> x, double low, double width)
    {
        Fill(MemoryMarshal.Cast<double, ulong>(x));
        foreach (ref double number in x)
        {
            long bits = BitConverter.DoubleToInt64Bits(number) & (long)Mask53;
            number = Math.FusedMultiplyAdd(bits * Step53, width, low);
        }
    }

    /// <summary>Fills <paramref name="x"/> with ones where <see cref="NextDouble"/> is below p, else zeros.</summary>
    [MethodImpl(Jit.Apart)]
    public void Fill<T>(Span<T> x, double p)
        where T : struct, INumberBase<T>
    {
        ulong threshold = (ulong)Math.Ceiling(p / Step53);
        Span<T> outcomes = [T.Zero, T.One];
        Span<ulong> bits = stackalloc ulong[256];
        while (x.Length > 0)
        {
            int count = Math.Min(x.Length, bits.Length);
            Fill(bits[..count]);
            for (int i = 0; i < count; i++) x[i] = outcomes[(int)(((bits[i] & Mask53) - threshold) >> 63)];
            x = x[count..];
        }
    }

    [MethodImpl(Jit.Apart)]
    void Fill(Span<ulong> x)
    {
        while (x.Length > 0)
        {
            int count = Math.Min(x.Length, (Length - position) / 2);
            if (count == 0)
            {
                x[0] = Next64();
                count = 1;
            }
            else
            {
                for (int i = 0; i < count; i++)
                    x[i] = ((ulong)words[position + (2 * i)] << 32) | words[position + (2 * i) + 1];
                position += 2 * count;
            }
            x = x[count..];
        }
    }

    /// <summary>The state, then the number of its words already handed out.</summary>
    public void Save(Span<uint> target)
    {
        state.CopyTo(target);
        target[Length] = (uint)position;
    }

    public void Restore(ReadOnlySpan<uint> source)
    {
        source[..Length].CopyTo(state);
        position = (int)source[Length];
        Temper();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Refill()
    {
        Twist(0, Length - Middle, Middle);
        Twist(Length - Middle, Length - 1, Middle - Length);
        state[^1] = state[Middle - 1] ^ Mix(state[^1], state[0]);
        Temper();
        position = 0;
    }

    /// <summary>state[k] = state[k + shift] ⊕ mix(state[k], state[k + 1]) for every k in [from, to).</summary>
    [MethodImpl(Jit.Apart)]
    void Twist(int from, int to, int shift)
    {
        ref uint s = ref MemoryMarshal.GetArrayDataReference(state);
        int k = from;
        for (; k <= to - Vector<uint>.Count; k += Vector<uint>.Count)
        {
            var high = Vector.LoadUnsafe(ref s, (nuint)k) & new Vector<uint>(0x80000000);
            var low = Vector.LoadUnsafe(ref s, (nuint)k + 1);
            var odd = Vector<uint>.Zero - (low & Vector<uint>.One);
            var mixed = ((high | (low & new Vector<uint>(0x7FFFFFFF))) >>> 1) ^ (odd & new Vector<uint>(0x9908B0DF));
            (Vector.LoadUnsafe(ref s, (nuint)(k + shift)) ^ mixed).StoreUnsafe(ref s, (nuint)k);
        }
        for (; k < to; k++) state[k] = state[k + shift] ^ Mix(state[k], state[k + 1]);
    }

    static uint Mix(uint high, uint low) =>
        (((high & 0x80000000) | (low & 0x7FFFFFFF)) >> 1) ^ ((0u - (low & 1)) & 0x9908B0DF);

    [MethodImpl(Jit.Apart)]
    void Temper()
    {
        ref uint s = ref MemoryMarshal.GetArrayDataReference(state), w = ref MemoryMarshal.GetArrayDataReference(words);
        for (int k = 0; k < Length; k += Vector<uint>.Count) // 624 = 39 · 16: no tail at any width
        {
            var y = Vector.LoadUnsafe(ref s, (nuint)k);
            y ^= y >>> 11;
            y ^= (y << 7) & new Vector<uint>(0x9D2C5680);
            y ^= (y << 15) & new Vector<uint>(0xEFC60000);
            y ^= y >>> 18;
            y.StoreUnsafe(ref w, (nuint)k);
        }
    }
}
