using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kobai;

/// <summary>Random tensors, and the seed of every draw that is given no generator of its own.</summary>
public static class RandomExtensions
{
    internal delegate void Draw<T>(Span<T> x);

    extension(Random)
    {
        /// <summary>
        /// Seeds <see cref="Generator.Default"/>: from here on the weights of new layers, dropout and shuffling are
        /// those that PyTorch draws on a CPU after <c>torch.manual_seed(seed)</c>.
        /// </summary>
        /// <param name="seed">Any number; only its low 32 bits matter, as in PyTorch.</param>
        /// <remarks>The runtime's own generators, <see cref="Random.Shared"/> among them, are not touched.</remarks>
        /// <example><code>
        /// Random.Seed(42);
        /// Tensor.Normal([3])   // torch.manual_seed(42); torch.randn(3) = [0.3367, 0.1288, 0.2345]
        /// </code></example>
        public static void Seed(long seed) => Generator.Default.Seed(seed);
    }

    extension(Tensor)
    {
        /// <summary>Numbers spread evenly over [low, high).</summary>
        /// <param name="shape">The shape.</param>
        /// <param name="low">The least number.</param>
        /// <param name="high">The end of the range.</param>
        /// <param name="type">The type of the elements.</param>
        /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
        /// <exception cref="ArgumentException"><paramref name="low"/> exceeds <paramref name="high"/>.</exception>
        public static Tensor Uniform(
            Shape shape, double low = 0, double high = 1, DType type = DType.Float32, Generator? generator = null)
        {
            generator ??= Generator.Default;
            return Drawn(shape, type, x => generator.Uniform(x, low, high), x => generator.Uniform(x, low, high));
        }

        /// <summary>Numbers of the normal distribution.</summary>
        /// <param name="shape">The shape.</param>
        /// <param name="mean">The mean.</param>
        /// <param name="deviation">The standard deviation.</param>
        /// <param name="type">The type of the elements.</param>
        /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
        /// <exception cref="ArgumentException"><paramref name="deviation"/> is negative.</exception>
        public static Tensor Normal(
            Shape shape, double mean = 0, double deviation = 1, DType type = DType.Float32, Generator? generator = null)
        {
            generator ??= Generator.Default;
            return Drawn(
                shape, type, x => generator.Normal(x, mean, deviation), x => generator.Normal(x, mean, deviation));
        }

        /// <summary>Ones, each of the same probability, and zeros elsewhere.</summary>
        /// <param name="shape">The shape.</param>
        /// <param name="probability">The probability of a one.</param>
        /// <param name="type">The type of the elements.</param>
        /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> if not given.</param>
        /// <exception cref="ArgumentException"><paramref name="probability"/> is outside [0, 1].</exception>
        public static Tensor Bernoulli(
            Shape shape, double probability, DType type = DType.Float32, Generator? generator = null)
        {
            generator ??= Generator.Default;
            return Drawn(
                shape, type, x => generator.Bernoulli(x, probability), x => generator.Bernoulli(x, probability));
        }
    }

    extension(Labels)
    {
        /// <summary>The numbers 0, 1, …, count − 1 in random order: a vector for <c>IndexSelect</c>.</summary>
        /// <param name="count">How many.</param>
        /// <param name="generator">Where the order comes from; <see cref="Generator.Default"/> if not given.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
        public static Labels Permutation(int count, Generator? generator = null) =>
            Labels.From((generator ?? Generator.Default).Permutation(count));
    }

    static Tensor Drawn(Shape shape, DType type, Draw<float> floats, Draw<double> doubles)
    {
        var x = Tensor.Empty(shape, type);
        if (type == DType.Float32) InPieces(ref x.Start<float>(), x.Count, 1 << 30, floats);
        else InPieces(ref x.Start<double>(), x.Count, 1 << 30, doubles);
        GC.KeepAlive(x);
        return x;
    }

    /// <summary>
    /// A span ends at 2³¹ elements. Pieces of whole Box–Muller blocks, the last of one block or more, draw what a single
    /// span would.
    /// </summary>
    internal static void InPieces<T>(ref T start, nint count, int piece, Draw<T> draw)
    {
        while (count >= piece + BoxMuller.Block)
        {
            draw(MemoryMarshal.CreateSpan(ref start, piece));
            start = ref Unsafe.Add(ref start, piece);
            count -= piece;
        }
        draw(MemoryMarshal.CreateSpan(ref start, (int)count));
    }
}
