using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Products;

/// <summary>Matrix products on raw memory.</summary>
/// <remarks>
/// Every element of C is one chain of fused multiply-adds over k in ascending order, c ← fma(aᵢₖ, bₖⱼ, c), on every path,
/// at every register width and thread count. The chain starts from 0, from the bias, from C when accumulating, or from
/// C + bias. NaN and infinity go the way of that arithmetic.
/// </remarks>
static unsafe class Gemm
{
    const nint RowsPerChunk = 240, ColumnsPerChunk = 256, LeastPerChunk = 64, Chunks = 16;
    const double OneChunkTerms = 1 << 21;

    /// <summary>C[m×n] = (accumulate ? C : 0) + bias + A[m×k]·B[k×n].</summary>
    /// <remarks>
    /// Strides count elements; those of A and B are free, so a transposed operand needs no copy. The rows of C are
    /// contiguous. The bias is a row of n numbers or null. C must not overlap A, B or the bias.
    /// </remarks>
    public static void Run<T>(
        nint m, nint n, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow,
        bool accumulate = false, T* bias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Product<T> x = new()
        {
            M = m, N = n, K = k, A = a, ARow = aRow, ACol = aCol, B = b, BRow = bRow, BCol = bCol, C = c, CRow = cRow, CCol = 1,
        };
        Solve(x, accumulate, bias);
    }

    /// <summary>The same product for each item of a batch, whose operands lie a step further each time; a step may be 0.</summary>
    public static void Batch<T>(
        nint batch, nint m, nint n, nint k, T* a, nint aStep, nint aRow, nint aCol, T* b, nint bStep, nint bRow, nint bCol,
        T* c, nint cStep, nint cRow, bool accumulate = false, T* bias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Product<T> first = new()
        {
            M = m, N = n, K = k, A = a, ARow = aRow, ACol = aCol, B = b, BRow = bRow, BCol = bCol, C = c, CRow = cRow, CCol = 1,
        };
        double terms = Math.Max(1, (double)m * n * k);
        nint itemsPerChunk = (nint)Math.Clamp(OneChunkTerms / terms, 1, Math.Max(1, batch));
        Items<T> items = new(first, aStep, bStep, cStep, accumulate, bias, batch, itemsPerChunk);
        nint chunks = Work.Chunks(batch, itemsPerChunk);
        if (terms < Chunks * OneChunkTerms) Work.For(chunks, items);
        else
            for (nint chunk = 0; chunk < chunks; chunk++) items.Run(chunk);
    }

    static void Solve<T>(in Product<T> product, bool accumulate, T* bias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (product.M <= 0 || product.N <= 0) return;
        if (accumulate && bias != null) AddBias(product, bias);
        Product<T> x = accumulate ? product.OntoC()
            : bias != null ? product with { S = bias, SCol = 1 }
            : product with { S = (T*)Scratch.Zeros };
        if (IsBetterTransposed(x)) x = x.Transposed();
        if ((double)x.M * x.N * x.K < OneChunkTerms) OneThread(x);
        else InChunks(x);
    }

    static bool IsBetterTransposed<T>(in Product<T> x) where T : unmanaged =>
        x.N == 1 ? x.ARow == 1 && x.M > 1 : x.BCol != 1 && (x.M == 1 || x.M <= x.N / 4);

    static void InChunks<T>(in Product<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint rows = Math.Min(RowsPerChunk, x.M), columns = Math.Min(ColumnsPerChunk, x.N);
        while (Work.Chunks(x.M, rows) * Work.Chunks(x.N, columns) < Chunks && Math.Max(rows, columns) > LeastPerChunk
            && (double)rows * columns * x.K > OneChunkTerms)
        {
            if (columns >= rows) columns = Half(columns);
            else rows = Half(rows);
        }
        nint across = Work.Chunks(x.N, columns);
        Work.For(Work.Chunks(x.M, rows) * across, new Chunk<T>(x, rows, columns, across));
    }

    static nint Half(nint size) => Math.Max(LeastPerChunk, (size / 2 + 31) & ~31);

    [StructLayout(LayoutKind.Auto)]
    readonly struct Chunk<T>(Product<T> x, nint rows, nint columns, nint across) : IChunkBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint row = chunk / across * rows, column = chunk % across * columns;
            OneThread(x.Part(row, Math.Min(rows, x.M - row), column, Math.Min(columns, x.N - column)));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    readonly struct Items<T>(
        Product<T> x, nint aStep, nint bStep, nint cStep, bool accumulate, T* bias, nint batch, nint itemsPerChunk) : IChunkBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint end = Math.Min(batch, (chunk + 1) * itemsPerChunk);
            for (nint i = chunk * itemsPerChunk; i < end; i++)
                Solve(x with { A = x.A + i * aStep, B = x.B + i * bStep, C = x.C + i * cStep }, accumulate, bias);
        }
    }

    static void OneThread<T>(in Product<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Blocked<V512<T>, T>.Run(x);
        else if (Vector256.IsHardwareAccelerated) Blocked<V256<T>, T>.Run(x);
        else Blocked<V128<T>, T>.Run(x);
    }

    static void AddBias<T>(in Product<T> x, T* bias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < x.M; i++)
            for (nint j = 0; j < x.N; j++) x.C[i * x.CRow + j] += bias[j];
    }
}
