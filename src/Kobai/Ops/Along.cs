using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>A kernel over lines side by side.</summary>
unsafe interface ILineKernel
{
    /// <summary>Whether y has a single element per line.</summary>
    static abstract bool Reduces { get; }

    /// <summary>Computes y of a, and of b if there is one.</summary>
    static abstract void Run<T>(Lines lines, T* a, T* b, T* y) where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Runs a kernel along an axis of any stride, in parallel: the loops behind Softmax, Sort and their like.</summary>
/// <remarks>
/// Long lines that lie in one run, and lines of which many lie side by side, are worked on where they are. The others are
/// brought side by side first, so that a register holds elements of several lines and none of its lanes is idle.
/// </remarks>
static unsafe class Along
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint Chunk = 1 << 14, Panel = 1 << 12, ShortLine = 64, FewLines = 8, ManyColumns = 16;

    /// <summary>Runs a kernel along the middle axis of tensors of shape (outer, n, inner).</summary>
    public static void Middle<K>(Tensor a, Tensor? b, Tensor y) where K : struct, ILineKernel
    {
        if (a.Count == 0) return;
        if (a.DType == DType.Float32) Run<K, float>(a, b ?? a, y);
        else Run<K, double>(a, b ?? a, y);
    }

    /// <summary>Calls once for each line along the middle axis of a shape (outer, n, inner): its number and where it starts.</summary>
    public static void Each(Shape shape, Action<nint, nint> line)
    {
        nint lines = shape[0] * shape[2], n = shape[1], inner = shape[2];
        nint perChunk = nint.Max(1, Chunk / nint.Max(1, n));
        Work.For(Work.Chunks(lines, perChunk), chunk =>
        {
            nint end = nint.Min(lines, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++)
            {
                (nint row, nint column) = Math.DivRem(i, inner);
                line(i, row * n * inner + column);
            }
        });
    }

    static void Run<K, T>(Tensor a, Tensor b, Tensor y) where K : struct, ILineKernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint outer = a.Shape[0], n = a.Shape[1], inner = a.Shape[2];
        fixed (T* pa = &a.Start<T>(), pb = &b.Start<T>(), py = &y.Start<T>())
        {
            if (inner >= ManyColumns) Columns<K, T>(pa, pb, py, outer, n, inner);
            else if (inner == 1 && (n > ShortLine || outer < FewLines)) Runs<K, T>(pa, pb, py, outer, n);
            else Gathered<K, T>(pa, pb, py, outer * inner, n, inner);
        }
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    static void Runs<K, T>(T* a, T* b, T* y, nint lines, nint n)
        where K : struct, ILineKernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perChunk = nint.Max(1, Chunk / n), step = K.Reduces ? 1 : n;
        Work.For(Work.Chunks(lines, perChunk), chunk =>
        {
            nint end = nint.Min(lines, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++) K.Run(new Lines(n, 1, 1), a + i * n, b + i * n, y + i * step);
        });
    }

    static void Columns<K, T>(T* a, T* b, T* y, nint outer, nint n, nint inner)
        where K : struct, ILineKernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = Width(n), across = Work.Chunks(inner, width), perChunk = nint.Max(1, Chunk / (n * nint.Min(width, inner)));
        Work.For(Work.Chunks(outer * across, perChunk), chunk =>
        {
            nint end = nint.Min(outer * across, (chunk + 1) * perChunk);
            for (nint part = chunk * perChunk; part < end; part++)
            {
                (nint row, nint column) = Math.DivRem(part, across);
                column *= width;
                nint from = row * n * inner + column, to = K.Reduces ? row * inner + column : from;
                K.Run(new Lines(n, nint.Min(width, inner - column), inner), a + from, b + from, y + to);
            }
        });
    }

    [MethodImpl(Jit.Apart)]
    static void Gathered<K, T>(T* a, T* b, T* y, nint lines, nint n, nint inner)
        where K : struct, ILineKernel where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = Width(n), perChunk = width * nint.Max(1, Chunk / (n * width));
        Work.For(Work.Chunks(lines, perChunk), chunk =>
        {
            nint end = nint.Min(lines, (chunk + 1) * perChunk), size = n * nint.Min(width, lines);
            T[] memory = ArrayPool<T>.Shared.Rent(checked((int)(3 * size)));
            fixed (T* pa = memory)
            {
                T* pb = pa + size, py = pb + size;
                nint* starts = stackalloc nint[Lines.MostLines];
                for (nint first = chunk * perChunk; first < end; first += width)
                {
                    nint count = nint.Min(width, end - first);
                    Starts(starts, first, count, n, inner);
                    Gather(a, starts, inner, pa, n, count);
                    if (b != a) Gather(b, starts, inner, pb, n, count);
                    K.Run(new Lines(n, count, count), pa, pb, K.Reduces ? y + first : py);
                    if (!K.Reduces) Scatter(py, y, starts, inner, n, count);
                }
            }
            ArrayPool<T>.Shared.Return(memory);
        });
    }

    static nint Width(nint n) => nint.Clamp(Panel / n, ManyColumns, Lines.MostLines) / ManyColumns * ManyColumns;

    static void Starts(nint* starts, nint first, nint count, nint n, nint inner)
    {
        (nint row, nint column) = Math.DivRem(first, inner);
        for (nint j = 0; j < count; j++)
        {
            starts[j] = row * n * inner + column;
            if (++column == inner) (row, column) = (row + 1, 0);
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Gather<T>(T* x, nint* starts, nint step, T* panel, nint n, nint count) where T : unmanaged
    {
        for (nint k = 0; k < n; k++, x += step, panel += count)
            for (nint j = 0; j < count; j++) panel[j] = x[starts[j]];
    }

    [MethodImpl(Jit.Apart)]
    static void Scatter<T>(T* panel, T* y, nint* starts, nint step, nint n, nint count) where T : unmanaged
    {
        for (nint k = 0; k < n; k++, y += step, panel += count)
            for (nint j = 0; j < count; j++) y[starts[j]] = panel[j];
    }
}
