using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>The inner and the outer product of vectors.</summary>
public static unsafe class DotOp
{
    // A constant of the order of summation: results depend on it, and on nothing of the machine.
    const nint Chunk = 1 << 16;

    extension(Tensor a)
    {
        /// <summary>The inner product of two vectors: Σᵢ aᵢ bᵢ, summed in double precision.</summary>
        /// <exception cref="ShapeException">The operands are not vectors of one length.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).Dot(Tensor.From([3.0, 4.0]))   // 11
        /// </code></example>
        public Tensor Dot(Tensor b)
        {
            CheckVectors("Dot", a, b);
            if (a.Count != b.Count) throw new ShapeException($"Dot: lengths must be equal; a is {a.Shape}, b is {b.Shape}.");
            var y = Tensor.Empty(Shape.Scalar, a.DType);
            Kernel.Set(y, 0, a.DType == DType.Float32 ? Sum<float>(a, b) : Sum<double>(a, b));
            return y.Record("Dot", [a, b], dy => [a.IsTracked ? dy * b : null, b.IsTracked ? dy * a : null]);
        }

        /// <summary>The outer product of two vectors: yᵢⱼ = aᵢ bⱼ.</summary>
        /// <exception cref="ShapeException">The operands are not vectors.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <example><code>
        /// Tensor.From([1.0, 2.0]).Outer(Tensor.From([3.0, 4.0]))   // [[3, 4], [6, 8]]
        /// </code></example>
        public Tensor Outer(Tensor b)
        {
            CheckVectors("Outer", a, b);
            return a.Reshape(-1, 1) * b;
        }
    }

    static double Sum<T>(Tensor a, Tensor b) where T : unmanaged
    {
        Tensor left = Kernel.Packed(a), right = Kernel.Packed(b);
        nint n = a.Count;
        var parts = new double[Work.Chunks(n, Chunk)];
        fixed (T* pa = &left.Start<T>(), pb = &right.Start<T>())
        {
            T* x = pa, y = pb;
            Work.For(parts.Length, i => parts[i] = Sums.OfProducts(x + i * Chunk, y + i * Chunk, nint.Min(Chunk, n - i * Chunk)));
        }
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        fixed (double* p = parts) return Sums.Of(p, parts.Length);
    }

    static void CheckVectors(string op, Tensor a, Tensor b)
    {
        if (a.Rank != 1 || b.Rank != 1)
        {
            throw new ShapeException($"{op}: two vectors are needed; a is {a.Shape}, b is {b.Shape}.");
        }
        if (a.DType != b.DType)
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; a is {a.DType}, b is {b.DType}. Convert one with To(DType.{a.DType}).", nameof(b));
        }
    }
}
