using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kobai.Memory;
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
    const nint LeastRows = 64, RowsPacked = 64, LeastColumns = 64, ChunksPerThread = 4;
    const double OneChunkTerms = 1 << 21;

    /// <summary>The bytes of A that a chunk with few columns may read: part of the third-level cache.</summary>
    const nint ChunkBytes = 1 << 22;

    /// <summary>The most bytes of A that are packed for all chunks; a larger one each chunk packs by parts.</summary>
    const nint SharedBytes = 1 << 23;

    /// <summary>Fewer rows or columns than this take as long: the product is bound by reading the other operand.</summary>
    const nint FewRows = 8;
    const nint TinyTerms = 64;

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
        if (m <= 0 || n <= 0) return;
        T* s = (T*)Scratch.Zeros;
        nint sRow = 0, sCol = 0;
        if (accumulate)
        {
            if (bias != null) AddBias(m, n, c, cRow, bias);
            (sRow, sCol) = (cRow, 1);
            s = c;
        }
        else if (bias != null)
        {
            sCol = 1;
            s = bias;
        }
        if (m <= TinyTerms && n <= TinyTerms && k <= TinyTerms && m * n * k <= TinyTerms)
        {
            Tiny(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, s, sRow, sCol);
            return;
        }
        bool isRowOfOne = n == 1 && s == bias;
        Product<T> x = !isRowOfOne && IsBetterTransposed(m, n, aRow, bCol)
            ? new(n, m, k, b, bCol, bRow, a, aCol, aRow, c, 1, cRow, s, sCol, sRow)
            : new(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, 1, s, sRow, sCol);
        if (Work.Threads == 1 || Terms(m, n, k) < OneChunkTerms) OneThread(x);
        else InChunks(x);
    }

    /// <summary>The same product for each item of a batch; each operand lies a step further, or a step of 0.</summary>
    public static void Batch<T>(
        nint batch, nint m, nint n, nint k,
        T* a, nint aStep, nint aRow, nint aCol, T* b, nint bStep, nint bRow, nint bCol, T* c, nint cStep, nint cRow, bool accumulate = false, T* bias = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double terms = Math.Max(1, (double)m * n * k);
        nint itemsPerChunk = (nint)Math.Clamp(OneChunkTerms / terms, 1, Math.Max(1, batch));
        Product<T> first = new(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, 1, null, 0, 0);
        Items<T> items = new(first, aStep, bStep, cStep, accumulate, bias, batch, itemsPerChunk);
        nint chunks = Work.Chunks(batch, itemsPerChunk);
        if (terms < ChunksPerThread * Work.Threads * OneChunkTerms) Work.For(chunks, items);
        else
            for (nint chunk = 0; chunk < chunks; chunk++) items.Run(chunk);
    }

    /// <summary>The definition as it stands: below this size it is done before a kernel is chosen.</summary>
    [MethodImpl(Jit.Apart)]
    static void Tiny<T>(
        nint m, nint n, nint k,
        T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow, T* s, nint sRow, nint sCol)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < m; i++, a += aRow, c += cRow, s += sRow)
            for (nint j = 0; j < n; j++)
            {
                T sum = s[j * sCol];
                T* x = a, y = b + j * bCol;
                for (nint p = 0; p < k; p++, x += aCol, y += bRow) sum = T.FusedMultiplyAdd(*x, *y, sum);
                c[j] = sum;
            }
    }

    static bool IsBetterTransposed(nint m, nint n, nint aRow, nint bCol) =>
        n == 1 ? aRow == 1 && m > 1 : bCol != 1 && (m == 1 || m <= Math.Min(16, n / 4));

    static double Terms(nint m, nint n, nint k) => (double)Math.Max(FewRows, m) * Math.Max(FewRows, n) * k;

    /// <summary>
    /// No sum is cut, so that the chunks may follow the number of threads. Each packs its columns of B, so that all rows
    /// stay together as long as they can; the rows of A, which many chunks need, are packed before if they have to be.
    /// </summary>
    static void InChunks<T>(in Product<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint rows = x.M, columns = x.N, chunks = ChunksPerThread * Work.Threads;
        while (Work.Chunks(x.M, rows) * Work.Chunks(x.N, columns) < chunks
            && (rows > LeastRows || columns > LeastColumns))
        {
            bool isLarge = rows > LeastRows && rows * x.K * sizeof(T) > ChunkBytes;
            if (columns > LeastColumns && !isLarge) columns = Half(columns, LeastColumns);
            else rows = Half(rows, LeastRows);
        }
        nint across = Work.Chunks(x.N, columns), down = Work.Chunks(x.M, rows);
        nint pitch = x.Pitch, shared = x.M * pitch * sizeof(T);
        if (across == 1 || x.M == 1 || !x.IsScattered || shared > SharedBytes)
        {
            Work.For(down * across, new Chunk<T>(x, rows, columns, across));
            return;
        }
        nuint bytes = Pool.RoundUp((nuint)shared);
        T* a = (T*)Pool.Take(bytes);
        try
        {
            Work.For(Work.Chunks(x.M, RowsPacked), new PackedRows<T>(x, a, pitch));
            Work.For(down * across, new Chunk<T>(x.WithA(a, pitch), rows, columns, across));
        }
        finally
        {
            Pool.Return((nint)a, bytes);
        }
    }

    static nint Half(nint size, nint least) => Even(size, Math.Max(least, (size + 1) / 2));

    /// <summary>The size of even parts of about at most this size, in whole tiles.</summary>
    static nint Even(nint size, nint most) => Math.Min(size, (Work.Chunks(size, Work.Chunks(size, most)) + 31) & ~31);

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
    readonly struct PackedRows<T>(Product<T> x, T* a, nint pitch) : IChunkBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint row = chunk * RowsPacked;
            Pack<V128<T>, T>.Matrix(
                a + row * pitch, pitch, x.A + row * x.ARow, Math.Min(RowsPacked, x.M - row), x.K, x.ARow, x.ACol);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    readonly struct Items<T>(
        Product<T> x, nint aStep, nint bStep, nint cStep, bool accumulate, T* bias, nint batch, nint itemsPerChunk)
        : IChunkBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(nint chunk)
        {
            nint end = Math.Min(batch, (chunk + 1) * itemsPerChunk);
            for (nint i = chunk * itemsPerChunk; i < end; i++)
            {
                Gemm.Run(
                    x.M, x.N, x.K, x.A + i * aStep, x.ARow, x.ACol, x.B + i * bStep, x.BRow, x.BCol,
                    x.C + i * cStep, x.CRow, accumulate, bias);
            }
        }
    }

    static void OneThread<T>(in Product<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) Blocked<V512<T>, T>.Run(x);
        else if (Vector256.IsHardwareAccelerated) Blocked<V256<T>, T>.Run(x);
        else Blocked<V128<T>, T>.Run(x);
    }

    static void AddBias<T>(nint m, nint n, T* c, nint cRow, T* bias) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint i = 0; i < m; i++)
            for (nint j = 0; j < n; j++) c[i * cRow + j] += bias[j];
    }
}
