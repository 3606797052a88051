using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>y = a·f(b), where a and b are the halves of a tensor along an axis: the gated linear units.</summary>
static unsafe class Gated
{
    const nint ChunkElements = 1 << 14;

    /// <summary>The gated halves, recorded.</summary>
    public static Tensor Run<F>(string op, Tensor x, int axis) where F : struct, IFunction
    {
        int given = axis;
        axis = x.Shape.Axis(op, axis);
        nint[] sizes = x.Shape.Sizes.ToArray();
        if (sizes[axis] % 2 != 0) throw new ShapeException($"{op}: axis {given} must have an even size; x is {x.Shape}.");
        sizes[axis] /= 2;
        var y = Tensor.Empty(Shape.Of(sizes), x.DType);
        nint half = sizes[axis..].Aggregate((nint)1, (product, size) => product * size);
        var packed = Kernel.Packed(x);
        if (x.DType == DType.Float32) Forward<F, float>(packed, half, y);
        else Forward<F, double>(packed, half, y);
        return y.Record(op, [x], dy =>
        {
            var dx = Tensor.Empty(x.Shape, x.DType);
            if (x.DType == DType.Float32) Backward<F, float>(packed, half, Kernel.Packed(dy), dx);
            else Backward<F, double>(packed, half, Kernel.Packed(dy), dx);
            return [dx];
        });
    }

    static void Forward<F, T>(Tensor x, nint half, Tensor y)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>())
        {
            T* from = px, to = py;
            InRows(y.Count, half, (row, i, n) =>
            {
                T* a = from + 2 * row * half + i;
                Map.Value2(default(Value<F>), a, 1, a + half, 1, to + row * half + i, n);
            });
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    static void Backward<F, T>(Tensor x, nint half, Tensor dy, Tensor dx)
        where F : struct, IFunction where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pdy = &dy.Start<T>(), pdx = &dx.Start<T>())
        {
            T* from = px, upstream = pdy, to = pdx;
            InRows(dy.Count, half, (row, i, n) =>
            {
                T* a = from + 2 * row * half + i, dy = upstream + row * half + i, da = to + 2 * row * half + i;
                Map.Value2(default(Value<F>), dy, 1, a + half, 1, da, n);
                Map.Value3(default(OfGate<F>), dy, 1, a, 1, a + half, 1, da + half, n);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, dy, dx]) GC.KeepAlive(used);
    }

    // Rows of halves, several short ones or a part of a long one in a chunk.
    static void InRows(nint count, nint half, Action<nint, nint, nint> run)
    {
        if (count == 0) return;
        nint parts = Work.Chunks(half, ChunkElements), rowsPerChunk = nint.Max(1, ChunkElements / half), rows = count / half;
        Work.For(Work.Chunks(rows, rowsPerChunk) * parts, chunk =>
        {
            (nint block, nint part) = Math.DivRem(chunk, parts);
            nint start = part * ChunkElements, end = nint.Min(rows, (block + 1) * rowsPerChunk);
            for (nint row = block * rowsPerChunk; row < end; row++) run(row, start, nint.Min(ChunkElements, half - start));
        });
    }

    readonly struct Value<F> : IFunction2 where F : struct, IFunction
    {
        V IFunction2.Value<V>(V a, V b) => a * default(F).Value(b);
    }

    readonly struct OfGate<F> : IFunction3 where F : struct, IFunction
    {
        V IFunction3.Value<V>(V dy, V a, V b) => dy * a * default(F).Slope(b, default(F).Value(b));
    }
}
