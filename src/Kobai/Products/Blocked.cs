using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Products;

/// <summary>A product on one thread: panels of rows of A, strips of columns of B, a tile where they meet.</summary>
static unsafe class Blocked<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// The most bytes of B that are read where they lie if its rows are contiguous: part of the second-level cache, and
    /// less if many rows are there to repay the packing.
    /// </summary>
    static nint DirectBytes(nint rows) => rows <= 48 ? 1 << 18 : 1 << 16;

    /// <summary>Below this many rows a tile cannot keep the multipliers busy.</summary>
    const nint SweepRows = 4;

    /// <summary>Below this many rows the packing of a B out of the second-level cache is not repaid.</summary>
    const nint SweepRowsOfLarge = 9;

    /// <summary>Up to this many rows, columns that do not fill a register go to narrower registers.</summary>
    const nint FewRows = 12;

    /// <summary>The bytes of the rows of A that a tile reads at a time: part of the first-level cache.</summary>
    static nint PanelBytes => sizeof(V) == 64 ? 3 << 12 : 1 << 13;

    /// <summary>The bytes of A that all columns use before the next rows: part of the second-level cache.</summary>
    const nint RowsBytes = 1 << 18;

    /// <summary>The bytes of B that all rows use before the next columns: part of the second-level cache.</summary>
    const nint ColumnsBytes = 1 << 17;

    /// <summary>The bytes of B that are packed for several blocks of rows: part of the third-level cache.</summary>
    const nint PackedBytes = 1 << 21;

    /// <summary>Terms come in eights, as the tile takes them.</summary>
    const nint Turn = 8;

    static nint Width
    {
        [MethodImpl(Jit.Inlined)]
        get => (nint)V.Count;
    }

    public static void Run(in Product<T> x)
    {
        bool isUnit = x.BCol == 1 && x.CCol == 1, isSmall = x.N * x.K * sizeof(T) <= DirectBytes(x.M);
        if (x.N == 1) Vector(x);
        else if (isUnit && x.M < (isSmall ? SweepRows : SweepRowsOfLarge) && x.N >= Width && x.K >= 8) Sweep<V, T>.Run(x);
        else if (isUnit && isSmall) Direct(x, 0);
        else
        {
            nint most = PanelBytes / (Tile<V, T>.MaxRows * sizeof(T));
            nint block = Even(x.K, Math.Max(1, most), Turn);
            for (nint k = 0; k == 0 || k < x.K; k += block) Packed(x.Terms(k, Math.Min(block, x.K - k)));
        }
    }

    /// <summary>A matrix times a vector.</summary>
    static void Vector(in Product<T> x)
    {
        ref readonly Product<float> single = ref Unsafe.As<Product<T>, Product<float>>(ref Unsafe.AsRef(in x));
        if (typeof(T) == typeof(float) && Dots.Suits(single))
        {
            nint done = Dots.Run(single);
            if (done < x.M) Blocked<V1<T>, T>.Direct(x.Part(done, x.M - done, 0, 1), 0);
        }
        else
        {
            Blocked<V1<T>, T>.Direct(x, 0);
        }
    }

    /// <summary>
    /// Whether A is packed, which several strips must repay: where its rows are contiguous they are read as they lie,
    /// unless a tile has too many for the first-level cache.
    /// </summary>
    static bool PacksA(in Product<T> x) => (x.IsScattered || sizeof(V) == 64) && x.M > 1 && x.N > 4 * Width;

    /// <summary>Reads A and B where they lie, from this column on; needs the columns of B and C contiguous.</summary>
    [MethodImpl(Jit.Apart)]
    static void Direct(in Product<T> x, nint first)
    {
        nint rest = (x.N - first) % Width;
        bool packsRest = rest > 1 && x.M > FewRows;
        if (packsRest) rest = (x.N - first) % (2 * Width);
        nint filled = x.N - rest;
        if (filled > first)
        {
            nint panels = Tile<V, T>.Panels(x.M);
            for (nint panel = 0, row = 0; panel < panels; panel++)
            {
                nint rows = (x.M - row) / (panels - panel);
                T* a = x.A + row * x.ARow, c = x.C + row * x.CRow, start = x.S + row * x.SRow;
                nint tiles = (filled - first) / (2 * Width), last = first + tiles * 2 * Width;
                if (tiles > 0)
                {
                    Tile<V, T>.Run(
                        tiles, rows, true, x.K, a, x.ARow, x.ACol, x.B + first, x.BRow, 2 * Width,
                        start + first * x.SCol, x.SRow, 2 * Width * x.SCol, c + first, x.CRow);
                }
                if (last < filled)
                {
                    Tile<V, T>.Run(
                        rows, false, x.K, a, x.ARow, x.ACol, x.B + last, x.BRow,
                        start + last * x.SCol, x.SRow, c + last, x.CRow);
                }
                row += rows;
            }
        }
        if (rest == 0) return;
        if (packsRest) Packed(x.Part(0, x.M, filled, rest));
        else if (sizeof(V) == 64) Blocked<V256<T>, T>.Direct(x, filled);
        else if (sizeof(V) == 32) Blocked<V128<T>, T>.Direct(x, filled);
        else Blocked<V1<T>, T>.Direct(x, filled);
    }

    /// <summary>
    /// Rows in blocks, columns in blocks; B is packed on the way through the first block of rows, for as many blocks of
    /// columns as the other rows will find in the third-level cache.
    /// </summary>
    static void Packed(in Product<T> x)
    {
        nint bytes = sizeof(T) * Math.Max(1, x.K), height = Tile<V, T>.MaxRows;
        nint rows = Even(x.M, Math.Max(height, RowsBytes / bytes), height);
        nint columns = Math.Min(x.N, Math.Max(4, ColumnsBytes / (32 * bytes)) * 32);
        nint packed = rows == x.M ? columns : Math.Min(x.N, Math.Max(1, PackedBytes / (bytes * columns)) * columns);
        bool packsA = PacksA(x);
        nint pitch = x.Pitch, room = (packed + 2 * Width) * x.K;
        T* strips = (T*)Scratch.Take((room + (packsA ? rows * pitch : 0)) * sizeof(T));
        for (nint start = 0; start < x.N; start += packed)
        {
            for (nint i = 0; i < x.M; i += rows)
            {
                Product<T> y = x.Part(i, Math.Min(rows, x.M - i), start, Math.Min(packed, x.N - start));
                if (packsA)
                {
                    if (start == 0 || rows < x.M) Pack<V, T>.Matrix(strips + room, pitch, y.A, y.M, y.K, y.ARow, y.ACol);
                    y = y.WithA(strips + room, pitch);
                }
                for (nint j = 0; j < y.N; j += columns)
                {
                    Product<T> block = y.Part(0, y.M, j, Math.Min(columns, y.N - j));
                    if (i == 0) PackColumns(block, strips + j * x.K);
                    Block(block, strips + j * x.K);
                }
            }
        }
    }

    /// <summary>The size of even parts of about at most this size, in whole steps.</summary>
    static nint Even(nint size, nint most, nint step)
    {
        nint part = Work.Chunks(size, Math.Max(1, Work.Chunks(size, most)));
        return Math.Clamp(Work.Chunks(part, step) * step, 1, Math.Max(1, size));
    }

    /// <summary>The columns of B as strips; one that is not full is padded with zeros to a whole number of registers.</summary>
    static void PackColumns(in Product<T> x, T* strips)
    {
        nint width = Width, whole = x.N / (2 * width), wholes = whole * 2 * width, rest = x.N - wholes;
        nint padded = (rest + width - 1) / width * width;
        Pack<V, T>.Strips(strips, x.B, x.K, whole, x.BRow, x.BCol);
        if (rest == 0) return;
        new Span<T>(strips + wholes * x.K, checked((int)(padded * x.K))).Clear();
        Pack<V, T>.Strip(strips + wholes * x.K, padded, x.B + wholes * x.BCol, x.K, rest, x.BRow, x.BCol);
    }

    [SkipLocalsInit]
    static void Block(in Product<T> x, T* strips)
    {
        nint width = Width, whole = x.N / (2 * width);
        nint padded = (x.N + width - 1) / width * width, inPlace = x.CCol == 1 ? whole : 0;
        T* tile = stackalloc T[(int)(Tile<V, T>.MaxRows * 2 * width)];
        nint panels = Tile<V, T>.Panels(x.M);
        for (nint panel = 0, row = 0; panel < panels; panel++)
        {
            nint rows = (x.M - row) / (panels - panel);
            T* a = x.A + row * x.ARow, c = x.C + row * x.CRow, start = x.S + row * x.SRow;
            if (inPlace > 0)
            {
                Tile<V, T>.Run(
                    inPlace, rows, true, x.K, a, x.ARow, x.ACol, strips, 2 * width, 2 * width * x.K,
                    start, x.SRow, 2 * width * x.SCol, c, x.CRow);
            }
            for (nint j = inPlace * 2 * width; j < x.N; j += 2 * width)
            {
                nint wide = Math.Min(2 * width, padded - j), columns = Math.Min(wide, x.N - j);
                for (nint i = 0; i < rows; i++)
                    for (nint q = 0; q < columns; q++) tile[i * wide + q] = start[i * x.SRow + (j + q) * x.SCol];
                Tile<V, T>.Run(rows, wide > width, x.K, a, x.ARow, x.ACol, strips + j * x.K, wide, tile, wide, tile, wide);
                for (nint i = 0; i < rows; i++)
                    for (nint q = 0; q < columns; q++) c[i * x.CRow + (j + q) * x.CCol] = tile[i * wide + q];
            }
            row += rows;
        }
    }
}
