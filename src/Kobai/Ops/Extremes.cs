using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>The largest and the smallest over axes: the loops and the gradient behind Max and Min.</summary>
static unsafe class Extremes
{
    const nint Chunk = 1 << 16;

    /// <summary>The extreme over axes, recorded; elements equal to it share its gradient evenly.</summary>
    public static Tensor Of<F>(string op, Tensor x, ReadOnlySpan<int> given, bool keepDims) where F : struct, IFunction2
    {
        var axes = new Axes(op, x.Shape, given, keepDims);
        if (axes.Reduced == 0 && axes.KeptShape.Count > 0)
        {
            throw new ShapeException($"{op}: at least one element is needed; x is {x.Shape}.");
        }
        var y = Tensor.Empty(axes.ResultShape, x.DType);
        if (x.DType == DType.Float32) Run<F, float>(axes.Arrange(x), y);
        else Run<F, double>(axes.Arrange(x), y);
        int[] over = given.ToArray();
        return y.Record(op, [x], dy =>
        {
            var isExtreme = Loop.Zip<Same>(x, y.Detach().Reshape(axes.KeptShape), op);
            return [isExtreme * (dy.Reshape(axes.KeptShape) / isExtreme.Sum(over, keepDims: true))];
        });
    }

    static void Run<F, T>(Tensor x, Tensor y) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y.Count == 0) return;
        nint outer = x.Shape[0], n = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            if (inner > 1) Columns<F, T>(px, py, outer, n, inner);
            else if (n > Chunk) for (nint i = 0; i < outer; i++) py[i] = LongRow<F, T>(px + i * n, n);
            else Rows<F, T>(px, py, outer, n);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    static void Rows<F, T>(T* x, T* y, nint rows, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perChunk = nint.Max(1, Chunk / n);
        Work.For(Work.Chunks(rows, perChunk), chunk =>
        {
            nint end = nint.Min(rows, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++) y[i] = Folds.Of<F, T>(default, x + i * n, n);
        });
    }

    static T LongRow<F, T>(T* x, nint n) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = new T[Work.Chunks(n, Chunk)];
        Work.For(parts.Length, i => parts[i] = Folds.Of<F, T>(default, x + i * Chunk, nint.Min(Chunk, n - i * Chunk)));
        fixed (T* p = parts) return Folds.Of<F, T>(default, p, parts.Length);
    }

    static void Columns<F, T>(T* x, T* y, nint outer, nint n, nint inner)
        where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = nint.Clamp(Chunk / n, 256, 4096), across = Work.Chunks(inner, width);
        nint perChunk = nint.Max(1, Chunk / (n * nint.Min(inner, width)));
        Work.For(Work.Chunks(outer * across, perChunk), chunk =>
        {
            nint end = nint.Min(outer * across, (chunk + 1) * perChunk);
            for (nint part = chunk * perChunk; part < end; part++)
            {
                (nint i, nint j) = Math.DivRem(part, across);
                nint count = nint.Min(width, inner - j * width);
                T* from = x + i * n * inner + j * width, to = y + i * inner + j * width;
                Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
                for (nint k = 1; k < n; k++) Map.Value2<F, T>(default, to, 1, from + k * inner, 1, to, count);
            }
        });
    }

    /// <summary>The larger of two.</summary>
    internal readonly struct Larger : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Max(a, b);
    }

    /// <summary>The smaller of two.</summary>
    internal readonly struct Smaller : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Min(a, b);
    }

    readonly struct Same : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Equal(a, b), V.One, V.Zero);
    }
}
