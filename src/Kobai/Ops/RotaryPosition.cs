using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>Positions as rotations.</summary>
public static unsafe class RotaryPositionOp
{
    const nint ChunkElements = 1 << 15;

    extension(Tensor x)
    {
        /// <summary>
        /// Each pair i of features turned by the angle p · longest^(−2i/E) at position p, so that the dot product of two rows depends on
        /// their features and the distance of their positions alone.
        /// </summary>
        /// <param name="start">The position of the first row; x is (…, length, E) with an even E.</param>
        /// <param name="halves">Whether feature i pairs with i + E/2, as in GPT-NeoX and LLaMA, and not 2i with 2i + 1, as in the paper.</param>
        /// <param name="longest">The base of the wave lengths.</param>
        /// <remarks>
        /// (a, b) → (a·cos − b·sin, a·sin + b·cos); the gradient turns back. Source: Su et al., "RoFormer: Enhanced Transformer with
        /// Rotary Position Embedding", arXiv:2104.09864.
        /// </remarks>
        /// <exception cref="ShapeException">The input has no axis of positions, or the number of features is odd.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The start is negative, or the base is not positive.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 0, 1, 0], [2, 2]).RotaryPosition()   // [[1, 0], [0.5403…, 0.8414…]]
        /// </code></example>
        public Tensor RotaryPosition(nint start = 0, bool halves = false, double longest = 10_000)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(start);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
            if (x.Rank < 2 || x.Shape[^1] % 2 != 0)
            {
                throw new ShapeException(
                    $"RotaryPosition: the input must be (…, length, features) with an even number of features; it is {x.Shape}.");
            }
            nint length = x.Shape[^2], pairs = x.Shape[^1] / 2;
            var positions = start + Tensor.Arange(0, length, type: DType.Float64).Reshape(length, 1);
            var angles = positions * (Tensor.Arange(0, pairs, type: DType.Float64) * (-Math.Log(longest) / pairs)).Exp();
            Tensor cos = angles.Cos().To(x.DType), sin = angles.Sin().To(x.DType), back = -sin;
            return Turned(x, cos, sin, halves).Record("RotaryPosition", [x], dy => [Turned(dy, cos, back, halves)]);
        }
    }

    static Tensor Turned(Tensor x, Tensor cos, Tensor sin, bool halves)
    {
        Tensor packed = Kernel.Packed(x), y = Tensor.Empty(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<float>(packed, cos, sin, y, halves);
        else Run<double>(packed, cos, sin, y, halves);
        return y;
    }

    [MethodImpl(Jit.Apart)]
    static void Run<T>(Tensor x, Tensor cos, Tensor sin, Tensor y, bool halves) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint pairs = cos.Shape[1], length = cos.Shape[0], rows = pairs == 0 ? 0 : x.Count / (2 * pairs);
        nint perChunk = nint.Max(1, ChunkElements / nint.Max(1, 2 * pairs)), step = halves ? 1 : 2, partner = halves ? pairs : 1;
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>(), pc = &cos.Start<T>(), ps = &sin.Start<T>())
        {
            T* source = px, target = py, cosines = pc, sines = ps;
            Work.For(Work.Chunks(rows, perChunk), chunk =>
            {
                for (nint row = chunk * perChunk; row < nint.Min(rows, (chunk + 1) * perChunk); row++)
                {
                    T* a = source + row * 2 * pairs, to = target + row * 2 * pairs;
                    T* c = cosines + row % length * pairs, s = sines + row % length * pairs;
                    for (nint i = 0, at = 0; i < pairs; i++, at += step)
                    {
                        T left = a[at], right = a[at + partner];
                        to[at] = left * c[i] - right * s[i];
                        to[at + partner] = left * s[i] + right * c[i];
                    }
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, cos, sin, y]) GC.KeepAlive(used);
    }
}
