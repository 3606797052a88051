using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Kobai;

/// <summary>A stream of random numbers: bit for bit the one that PyTorch draws on a CPU from the same seed.</summary>
/// <remarks>
/// <para>
/// The numbers depend on the seed and the order of the calls alone, never on the processor or on threads. The one
/// exception: double-precision <see cref="Normal(Span{double}, double, double)"/> and
/// <see cref="Exponential{T}(Span{T}, double)"/> use the platform's logarithm, sine and cosine, whose last bit may
/// differ between operating systems.
/// </para>
/// <para>
/// Every method takes a lock, so that a generator may be shared; for the same numbers each time, let one thread draw,
/// or give each thread a generator of its own.
/// </para>
/// <para>
/// Reference: PyTorch 1.13 built without Intel MKL. Newer versions draw 64 bits for integer ranges from 2²⁸ (here from
/// 2³²), and MKL builds on Intel processors draw Bernoulli numbers from another stream.
/// </para>
/// </remarks>
/// <example><code>
/// var generator = new Generator(42);
/// var x = new float[100];
/// generator.Uniform(x, -1, 1);
/// int[] order = generator.Permutation(100);
/// order[..3]   // [70, 22, 85]
/// </code></example>
public sealed class Generator
{
    const int StateWords = MersenneTwister.Length + 6; // position, seed, whether a normal number is kept, that number

    /// <summary>The length of what <see cref="GetState"/> gives.</summary>
    internal const int StateLength = StateWords * sizeof(uint);

    readonly Lock gate = new();
    readonly MersenneTwister twister;
    double? spareNormal; // the sine of the last pair, for the next call that draws fewer than sixteen

    /// <summary>A generator at the beginning of the stream of <paramref name="seed"/>.</summary>
    /// <param name="seed">Any number; only its low 32 bits matter, as in PyTorch.</param>
    public Generator(long seed)
    {
        InitialSeed = seed;
        twister = new MersenneTwister((uint)seed);
    }

    /// <summary>
    /// The generator that is used where none is given. Its seed comes from the operating system until
    /// <see cref="Seed"/> sets it.
    /// </summary>
    public static Generator Default { get; } =
        new(BinaryPrimitives.ReadInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue);

    /// <summary>The seed the stream began with: what to pass to <see cref="Seed"/> to see it again.</summary>
    public long InitialSeed { get; private set; }

    /// <summary>Goes to the beginning of the stream of <paramref name="seed"/>.</summary>
    /// <param name="seed">Any number; only its low 32 bits matter, as in PyTorch.</param>
    public void Seed(long seed)
    {
        lock (gate)
        {
            InitialSeed = seed;
            twister.Seed((uint)seed);
            spareNormal = null;
        }
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        lock (gate) return twister.Next();
    }

    /// <summary>64 random bits: two draws of 32, the high half first.</summary>
    public ulong NextUInt64()
    {
        lock (gate) return twister.Next64();
    }

    /// <summary>A whole number in [0, 2⁶³), as from PyTorch's <c>random_()</c>: a seed for another generator.</summary>
    public long NextInt64() => (long)(NextUInt64() & long.MaxValue);

    /// <summary>Fills <paramref name="x"/> evenly from [low, high), in steps of 2⁻²⁴ of its width.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> exceeds <paramref name="high"/>.</exception>
    public void Uniform(Span<float> x, double low = 0, double high = 1)
    {
        RequireRange(low, high);
        lock (gate) twister.Fill(x, (float)low, (float)high - (float)low);
    }

    /// <summary>Fills <paramref name="x"/> evenly from [low, high), in steps of 2⁻⁵³ of its width.</summary>
    /// <exception cref="ArgumentException"><paramref name="low"/> exceeds <paramref name="high"/>.</exception>
    public void Uniform(Span<double> x, double low = 0, double high = 1)
    {
        RequireRange(low, high);
        lock (gate) twister.Fill(x, low, high - low);
    }

    /// <summary>Fills <paramref name="x"/> with normal numbers, by the method of Box and Muller.</summary>
    /// <remarks>
    /// Fewer than sixteen numbers come one by one, each pair's second number being kept for the next such call; more
    /// come in blocks of sixteen, and a last block that is not full is drawn anew over the last sixteen. Filling in
    /// one call and filling in two therefore give different numbers, as they do in PyTorch.
    /// </remarks>
    /// <exception cref="ArgumentException"><paramref name="deviation"/> is negative.</exception>
    public void Normal(Span<float> x, double mean = 0, double deviation = 1)
    {
        RequireDeviation(deviation);
        lock (gate)
        {
            if (x.Length < BoxMuller.Block)
            {
                foreach (ref float number in x) number = (float)NextNormal(mean, deviation);
                return;
            }
            BoxMuller.Fill(twister, x, (float)mean, (float)deviation);
        }
    }

    /// <inheritdoc cref="Normal(Span{float}, double, double)"/>
    public void Normal(Span<double> x, double mean = 0, double deviation = 1)
    {
        RequireDeviation(deviation);
        lock (gate)
        {
            if (x.Length < BoxMuller.Block)
            {
                foreach (ref double number in x) number = NextNormal(mean, deviation);
                return;
            }
            BoxMuller.Fill(twister, x, mean, deviation);
        }
    }

    /// <summary>Fills <paramref name="x"/> with ones, each of the same probability, and zeros elsewhere.</summary>
    /// <exception cref="ArgumentException"><paramref name="probability"/> is outside [0, 1].</exception>
    public void Bernoulli<T>(Span<T> x, double probability)
        where T : struct, INumberBase<T>
    {
        RequireProbability(probability, nameof(probability));
        lock (gate) twister.Fill(x, probability);
    }

    /// <summary>Fills <paramref name="x"/> with ones, each of a probability of its own, and zeros elsewhere.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or a probability is outside [0, 1].</exception>
    public void Bernoulli<T>(Span<T> x, ReadOnlySpan<T> probabilities)
        where T : struct, IFloatingPoint<T>
    {
        if (x.Length != probabilities.Length)
        {
            throw new ArgumentException(
                $"Bernoulli: lengths must be equal; x has {x.Length}, probabilities has {probabilities.Length}.",
                nameof(probabilities));
        }
        foreach (T p in probabilities) RequireProbability(double.CreateTruncating(p), nameof(probabilities));
        lock (gate)
        {
            for (int i = 0; i < x.Length; i++)
            {
                double u = typeof(T) == typeof(float) ? twister.NextSingle() : twister.NextDouble();
                x[i] = u < double.CreateTruncating(probabilities[i]) ? T.One : T.Zero;
            }
        }
    }

    /// <summary>Fills <paramref name="x"/> with numbers of density rate · e^(−rate · x).</summary>
    /// <exception cref="ArgumentException"><paramref name="rate"/> is not positive.</exception>
    public void Exponential<T>(Span<T> x, double rate = 1)
        where T : struct, IFloatingPoint<T>
    {
        RequireRate(rate);
        lock (gate)
        {
            foreach (ref T number in x)
                number = T.CreateTruncating(-1 / rate * Math.Log(1 - twister.NextDouble()));
        }
    }

    /// <summary>Fills <paramref name="x"/> with whole numbers of [low, high).</summary>
    /// <typeparam name="T">The type of the numbers; it must hold the bounds.</typeparam>
    /// <exception cref="ArgumentException"><paramref name="low"/> is not below <paramref name="high"/>.</exception>
    /// <exception cref="OverflowException"><typeparamref name="T"/> cannot hold the bounds.</exception>
    public void Integers<T>(Span<T> x, long low, long high)
        where T : struct, INumberBase<T>
    {
        if (low >= high)
        {
            throw new ArgumentException(
                $"Integers: low must be below high; low is {low}, high is {high}.", nameof(low));
        }
        _ = T.CreateChecked(low);
        _ = T.CreateChecked(high - 1);
        ulong range = (ulong)high - (ulong)low;
        lock (gate)
        {
            foreach (ref T number in x)
            {
                ulong offset = range > uint.MaxValue ? twister.Next64() % range : twister.Next() % (uint)range;
                number = T.CreateTruncating((long)((ulong)low + offset));
            }
        }
    }

    /// <summary>The numbers 0, 1, …, length − 1 in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public int[] Permutation(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int[] order = new int[length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>Puts <paramref name="items"/> in random order (Fisher and Yates, from the first place on).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        bool many = items.Length >= uint.MaxValue / 20; // beyond, the remainder of 32 bits would favor small numbers
        lock (gate)
        {
            for (int i = 0; i < items.Length - 1; i++)
            {
                uint left = (uint)(items.Length - i);
                int j = i + (int)(many ? twister.Next64() % left : twister.Next() % left);
                (items[i], items[j]) = (items[j], items[i]);
            }
        }
    }

    /// <summary>Where the stream stands, for <see cref="SetState"/>: 2520 bytes, the same on every machine.</summary>
    public byte[] GetState()
    {
        Span<uint> words = stackalloc uint[StateWords];
        lock (gate)
        {
            twister.Save(words);
            var rest = words[(MersenneTwister.Length + 1)..];
            ulong seed = (ulong)InitialSeed, spare = BitConverter.DoubleToUInt64Bits(spareNormal ?? 0);
            rest[0] = (uint)seed;
            rest[1] = (uint)(seed >> 32);
            rest[2] = spareNormal.HasValue ? 1u : 0;
            rest[3] = (uint)spare;
            rest[4] = (uint)(spare >> 32);
        }
        byte[] state = new byte[StateWords * sizeof(uint)];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(state.AsSpan(i * sizeof(uint)), words[i]);
        return state;
    }

    /// <summary>Continues where <see cref="GetState"/> was called.</summary>
    /// <exception cref="ArgumentException">The bytes did not come from <see cref="GetState"/>.</exception>
    public void SetState(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateWords * sizeof(uint))
        {
            throw new ArgumentException(
                $"SetState: a state has {StateWords * sizeof(uint)} bytes; this one has {state.Length}.",
                nameof(state));
        }
        Span<uint> words = stackalloc uint[StateWords];
        for (int i = 0; i < words.Length; i++)
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(state[(i * sizeof(uint))..]);
        uint position = words[MersenneTwister.Length];
        var rest = words[(MersenneTwister.Length + 1)..];
        if (position > MersenneTwister.Length || rest[2] > 1)
            throw new ArgumentException("SetState: the bytes are not those of a generator.", nameof(state));
        lock (gate)
        {
            twister.Restore(words);
            InitialSeed = (long)(((ulong)rest[1] << 32) | rest[0]);
            spareNormal = rest[2] == 0 ? null : BitConverter.UInt64BitsToDouble(((ulong)rest[4] << 32) | rest[3]);
        }
    }

    double NextNormal(double mean, double deviation)
    {
        double number;
        if (spareNormal is double spare)
        {
            number = spare;
            spareNormal = null;
        }
        else
        {
            double u = twister.NextDouble(), v = twister.NextDouble();
            double radius = Math.Sqrt(-2 * Math.Log(1 - v)), angle = 2 * Math.PI * u;
            spareNormal = radius * Math.Sin(angle);
            number = radius * Math.Cos(angle);
        }
        return Math.FusedMultiplyAdd(number, deviation, mean);
    }

    static void RequireRange(double low, double high)
    {
        if (!(low <= high && double.IsFinite(high - low)))
        {
            throw new ArgumentException(
                $"Uniform: low must not exceed high, and both must be finite; low is {low}, high is {high}.",
                nameof(low));
        }
    }

    static void RequireDeviation(double deviation)
    {
        if (!(deviation >= 0))
        {
            throw new ArgumentException(
                $"Normal: deviation must not be negative; it is {deviation}.", nameof(deviation));
        }
    }

    static void RequireProbability(double p, string parameter)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentException($"Bernoulli: a probability must be in [0, 1]; it is {p}.", parameter);
    }

    static void RequireRate(double rate)
    {
        if (!(rate > 0))
            throw new ArgumentException($"Exponential: rate must be positive; it is {rate}.", nameof(rate));
    }
}
