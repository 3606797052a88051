using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>A product on one thread: blocks of k, panels of rows of A, strips of columns of B, one tile where they meet.</summary>
static unsafe class Blocked<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The terms of a sum that one tile adds: a panel of A stays in the first-level cache meanwhile.</summary>
    const nint KBlock = 256;

    /// <summary>An operand of at most this many bytes is read where it lies if its rows are contiguous.</summary>
    const nint DirectBytes = 1 << 15;

    /// <summary>Up to this many rows, columns that do not fill a register go to narrower registers.</summary>
    const nint FewRows = 12;

    static nint Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nint)V.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in Product<T> x)
    {
        if (x.N == 1 && sizeof(V) > sizeof(T)) Blocked<V1<T>, T>.Run(x);
        else if ((x.BCol == 1 && x.CCol == 1 && x.N * x.K * sizeof(T) <= DirectBytes) || x.N == 1) Direct(x);
        else
            for (nint k = 0; k == 0 || k < x.K; k += KBlock) Packed(x.Terms(k, Math.Min(KBlock, x.K - k)));
    }

    static void Direct(in Product<T> x)
    {
        nint filled = x.N - x.N % Width;
        if (filled > 0)
        {
            nint height = filled >= 2 * Width ? Tile<V, T>.MaxRowsOfTwo : Tile<V, T>.MaxRows;
            nint panels = Quotient(x.M, height);
            for (nint panel = 0; panel < panels; panel++)
            {
                nint row = x.M * panel / panels, rows = x.M * (panel + 1) / panels - row;
                for (nint j = 0; j < filled; j += 2 * Width)
                {
                    Tile<V, T>.Run(
                        rows, j + 2 * Width <= filled, x.K, x.A + row * x.ARow, x.ARow, x.ACol, x.B + j, x.BRow,
                        x.S + row * x.SRow + j * x.SCol, x.SRow, x.C + row * x.CRow + j, x.CRow);
                }
            }
        }
        if (filled == x.N) return;
        Product<T> rest = x.Part(0, x.M, filled, x.N - filled);
        if (x.M > FewRows && rest.N > 1) Packed(rest);
        else if (sizeof(V) == 64) Blocked<V256<T>, T>.Run(rest);
        else if (sizeof(V) == 32) Blocked<V128<T>, T>.Run(rest);
        else Blocked<V1<T>, T>.Run(rest);
    }

    [SkipLocalsInit]
    static void Packed(in Product<T> x)
    {
        nint width = Width, padded = Quotient(x.N, width) * width;
        T* strips = (T*)Scratch.Take((padded + Tile<V, T>.MaxRows) * x.K * sizeof(T)), panelOfA = strips + padded * x.K;
        T* tile = stackalloc T[Tile<V, T>.MaxRows * 2 * (int)V.Count];
        for (nint j = 0; j < x.N; j += 2 * width)
        {
            nint wide = Math.Min(2 * width, padded - j);
            Pack.Strip(strips + j * x.K, wide, x.B + j * x.BCol, x.K, Math.Min(wide, x.N - j), x.BRow, x.BCol);
        }
        bool packA = x.ACol != 1 && x.M > 1;
        nint panels = Quotient(x.M, padded > width ? Tile<V, T>.MaxRowsOfTwo : Tile<V, T>.MaxRows);
        for (nint panel = 0; panel < panels; panel++)
        {
            nint row = x.M * panel / panels, rows = x.M * (panel + 1) / panels - row;
            T* a = x.A + row * x.ARow;
            nint aRow = x.ARow, aCol = x.ACol;
            if (packA)
            {
                Pack.Strip(panelOfA, rows, a, x.K, rows, x.ACol, x.ARow);
                a = panelOfA;
                aRow = 1;
                aCol = rows;
            }
            for (nint j = 0; j < x.N; j += 2 * width)
            {
                nint wide = Math.Min(2 * width, padded - j), columns = Math.Min(wide, x.N - j);
                T* b = strips + j * x.K, c = x.C + row * x.CRow + j * x.CCol, s = x.S + row * x.SRow + j * x.SCol;
                if (columns == wide && x.CCol == 1)
                {
                    Tile<V, T>.Run(rows, wide > width, x.K, a, aRow, aCol, b, wide, s, x.SRow, c, x.CRow);
                }
                else
                {
                    for (nint i = 0; i < rows; i++)
                        for (nint q = 0; q < columns; q++) tile[i * wide + q] = s[i * x.SRow + q * x.SCol];
                    Tile<V, T>.Run(rows, wide > width, x.K, a, aRow, aCol, b, wide, tile, wide, tile, wide);
                    for (nint i = 0; i < rows; i++)
                        for (nint q = 0; q < columns; q++) c[i * x.CRow + q * x.CCol] = tile[i * wide + q];
                }
            }
        }
    }

    static nint Quotient(nint items, nint each) => (items + each - 1) / each;
}
