using System.Buffers;
using System.Numerics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>A sum with what becomes of its total.</summary>
interface ITotal : ITerm
{
    /// <summary>The result of a total.</summary>
    double Result(double total);
}

/// <summary>Sums of terms over axes, in double precision: the loops behind Sum, Mean, Variance and Norm.</summary>
static unsafe class Totals
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint Chunk = 1 << 16, ManyColumns = 4096, Block = 512;

    /// <summary>result(Σ f(x, c)) over axes, without a record.</summary>
    /// <param name="f">The term and the result.</param>
    /// <param name="x">The input.</param>
    /// <param name="axes">The axes to sum over.</param>
    /// <param name="type">The type of the result.</param>
    /// <param name="centers">c, one Float64 per result; 0 if there are none.</param>
    public static Tensor Of<F>(F f, Tensor x, in Axes axes, DType type, Tensor? centers = null) where F : struct, ITotal
    {
        var y = Tensor.Empty(axes.ResultShape, type);
        if (x.DType == DType.Float32) Run<F, float>(f, axes.Arrange(x), y, centers);
        else Run<F, double>(f, axes.Arrange(x), y, centers);
        return y;
    }

    /// <summary>y = the sum of the rows of a matrix, or y plus it.</summary>
    public static void OfRows<F>(F f, Tensor x, Tensor y, bool adds) where F : struct, ITotal
    {
        var sum = adds ? Tensor.Empty(y.Shape, y.DType) : y;
        x = Kernel.Packed(x);
        if (x.DType == DType.Float32) OfRows<F, float>(f, x, sum);
        else OfRows<F, double>(f, x, sum);
        if (adds) Kernel.Add(y, sum, y);
    }

    static void OfRows<F, T>(F f, Tensor x, Tensor y) where F : struct, ITotal where T : unmanaged
    {
        fixed (T* px = &x.Start<T>())
        fixed (byte* py = &y.Start<byte>())
        {
            if (y.Count > 0) Columns(new Job<F, T>(f, null, py, y.DType), px, 1, x.Shape[0], x.Shape[1]);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    static void Run<F, T>(F f, Tensor x, Tensor y, Tensor? centers) where F : struct, ITotal where T : unmanaged
    {
        nint outer = x.Shape[0], reduced = x.Shape[1], inner = x.Shape[2];
        fixed (T* px = &x.Start<T>())
        fixed (double* pc = &Tensor.StartOrNull<double>(centers))
        fixed (byte* py = &y.Start<byte>())
        {
            var job = new Job<F, T>(f, pc, py, y.DType);
            if (inner == 1) Rows(job, px, outer, reduced);
            else if (y.Count > 0) Columns(job, px, outer, reduced, inner);
        }
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        GC.KeepAlive(centers);
    }

    static void Rows<F, T>(Job<F, T> job, T* x, nint rows, nint n) where F : struct, ITotal where T : unmanaged
    {
        if (n > Chunk) for (nint i = 0; i < rows; i++) job.Store(LongSum(job, x + i * n, job.Center(i), n), i);
        else if (rows * n <= Chunk) for (nint i = 0; i < rows; i++) job.Row(x, i, n);
        else ManyRows(job, x, rows, n);
    }

    static void ManyRows<F, T>(Job<F, T> job, T* x, nint rows, nint n) where F : struct, ITotal where T : unmanaged
    {
        nint perChunk = nint.Max(1, Chunk / nint.Max(1, n));
        Work.For(Work.Chunks(rows, perChunk), chunk =>
        {
            nint end = nint.Min(rows, (chunk + 1) * perChunk);
            for (nint i = chunk * perChunk; i < end; i++) job.Row(x, i, n);
        });
    }

    static double LongSum<F, T>(Job<F, T> job, T* x, double c, nint n) where F : struct, ITotal where T : unmanaged
    {
        var parts = new double[Work.Chunks(n, Chunk)];
        Work.For(parts.Length, i => parts[i] = Sums.Of(job.Term, x + i * Chunk, c, nint.Min(Chunk, n - i * Chunk)));
        fixed (double* p = parts) return Sums.Of(p, parts.Length);
    }

    static void Columns<F, T>(Job<F, T> job, T* x, nint outer, nint rows, nint columns)
        where F : struct, ITotal where T : unmanaged
    {
        if (rows * columns > Chunk && columns < ManyColumns)
        {
            for (nint i = 0; i < outer; i++) LongColumns(job, x + i * rows * columns, i * columns, rows, columns);
            return;
        }
        nint parts = outer * Work.Chunks(columns, Block), perChunk = nint.Max(1, Chunk / (nint.Max(1, rows) * nint.Min(columns, Block)));
        Work.For(Work.Chunks(parts, perChunk), new ShortColumns<F, T>(job, x, rows, columns, parts, perChunk));
    }

    readonly struct ShortColumns<F, T>(Job<F, T> job, T* x, nint rows, nint columns, nint parts, nint perChunk) : IChunkBody
        where F : struct, ITotal where T : unmanaged
    {
        public void Run(nint chunk)
        {
            double* sum = stackalloc double[(int)Block];
            for (nint part = chunk * perChunk; part < nint.Min(parts, (chunk + 1) * perChunk); part++)
            {
                (nint i, nint j) = Math.DivRem(part, Work.Chunks(columns, Block));
                nint width = nint.Min(Block, columns - j * Block), first = i * columns + j * Block;
                SumOfRows(job, x + i * rows * columns + j * Block, first, sum, rows, width, columns);
                job.Store(sum, first, width);
            }
        }
    }

    static void LongColumns<F, T>(Job<F, T> job, T* x, nint first, nint rows, nint columns)
        where F : struct, ITotal where T : unmanaged
    {
        nint perChunk = nint.Max(1, Chunk / columns), chunks = Work.Chunks(rows, perChunk);
        // Each chunk's sums begin with a cache line: registers that straddle two take longer.
        const int Line = 64 / sizeof(double);
        nint step = (columns + Line - 1) / Line * Line;
        double[] rented = ArrayPool<double>.Shared.Rent((int)(chunks * step) + Line);
        fixed (double* sums = rented)
        {
            double* parts = (double*)(((nint)sums + 63) / 64 * 64);
            Work.For(chunks, new Parts<F, T>(job, x, first, parts, step, rows, columns, perChunk));
            if (chunks > 1) Sums.AddTo(parts + step, parts, columns, chunks - 1, step);
            job.Store(parts, first, columns);
        }
        ArrayPool<double>.Shared.Return(rented);
    }

    readonly struct Parts<F, T>(
        Job<F, T> job, T* x, nint first, double* parts, nint step, nint rows, nint columns, nint perChunk) : IChunkBody
        where F : struct, ITotal where T : unmanaged
    {
        public void Run(nint chunk)
        {
            nint from = chunk * perChunk;
            SumOfRows(job, x + from * columns, first, parts + chunk * step, nint.Min(perChunk, rows - from), columns, columns);
        }
    }

    static void SumOfRows<F, T>(Job<F, T> job, T* x, nint first, double* sum, nint rows, nint width, nint stride)
        where F : struct, ITotal where T : unmanaged
    {
        new Span<double>(sum, (int)width).Clear();
        double* c = job.Centers == null ? null : job.Centers + first;
        Sums.AddTo(job.Term, x, c, sum, width, rows, stride);
    }

    readonly struct Job<F, T>(F f, double* centers, void* y, DType type) where F : struct, ITotal where T : unmanaged
    {
        public F Term => f;

        public double* Centers => centers;

        public double Center(nint i) => centers == null ? 0 : centers[i];

        public void Row(T* x, nint i, nint n) => Store(Sums.Of(f, x + i * n, Center(i), n), i);

        public void Store(double total, nint i)
        {
            if (type == DType.Float32) ((float*)y)[i] = (float)f.Result(total);
            else ((double*)y)[i] = f.Result(total);
        }

        public void Store(double* totals, nint first, nint n)
        {
            var final = f;
            float* single = (float*)y + first;
            double* wide = (double*)y + first;
            if (type == DType.Float32) for (nint j = 0; j < n; j++) single[j] = (float)final.Result(totals[j]);
            else for (nint j = 0; j < n; j++) wide[j] = final.Result(totals[j]);
        }
    }
}
