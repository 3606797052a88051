using System.Numerics;
using System.Runtime.CompilerServices;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>
/// A product with few rows: rows of B stream past once, in order, and each adds its multiple to the rows of C, which stay
/// in the first-level cache.
/// </summary>
static unsafe class Sweep<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const nint BytesOfRow = 2048;

    static nint Width
    {
        [MethodImpl(Jit.Inlined)]
        get => (nint)V.Count;
    }

    /// <summary>C = S + A·B where the columns of B and C are contiguous.</summary>
    public static void Run(in Product<T> x)
    {
        nint columns = BytesOfRow / sizeof(T);
        for (nint column = 0; column < x.N; column += columns)
            Block(x, column, Math.Min(columns, x.N - column));
    }

    static void Block(in Product<T> x, nint column, nint columns)
    {
        T* b = x.B + column, c = x.C + column;
        if (x.S != x.C)
        {
            for (nint i = 0; i < x.M; i++)
                for (nint j = 0; j < columns; j++) c[i * x.CRow + j] = x.S[i * x.SRow + (column + j) * x.SCol];
        }
        nint k = 0;
        for (; k <= x.K - 8; k += 8)
        {
            T* a = x.A + k * x.ACol, bk = b + k * x.BRow;
            nint i = 0;
            for (; i <= x.M - 2; i += 2)
            {
                T* ai = a + i * x.ARow, ci = c + i * x.CRow;
                TwoByFour(columns, ai, x.ARow, x.ACol, bk, x.BRow, ci, x.CRow);
                TwoByFour(columns, ai + 4 * x.ACol, x.ARow, x.ACol, bk + 4 * x.BRow, x.BRow, ci, x.CRow);
            }
            if (i < x.M) OneByEight(columns, a + i * x.ARow, x.ACol, bk, x.BRow, c + i * x.CRow);
        }
        for (; k < x.K; k++)
            for (nint i = 0; i < x.M; i++)
                OneByOne(columns, x.A[i * x.ARow + k * x.ACol], b + k * x.BRow, c + i * x.CRow);
    }

    /// <summary>Two rows of C take four terms each.</summary>
    [MethodImpl(Jit.Apart)]
    internal static void TwoByFour(nint columns, T* a, nint aRow, nint aCol, T* b, nint bRow, T* c, nint cRow)
    {
        V a00 = V.Broadcast(a[0]), a01 = V.Broadcast(a[aCol]);
        V a02 = V.Broadcast(a[2 * aCol]), a03 = V.Broadcast(a[3 * aCol]);
        a += aRow;
        V a10 = V.Broadcast(a[0]), a11 = V.Broadcast(a[aCol]);
        V a12 = V.Broadcast(a[2 * aCol]), a13 = V.Broadcast(a[3 * aCol]);
        nint whole = columns - columns % Width;
        T* b1 = b + bRow, b2 = b1 + bRow, b3 = b2 + bRow, c1 = c + cRow;
        for (nint j = 0; j < whole; j += Width)
        {
            V y = Load(b + j), c0 = V.Fma(a00, y, Load(c + j)), d0 = V.Fma(a10, y, Load(c1 + j));
            y = Load(b1 + j);
            c0 = V.Fma(a01, y, c0);
            d0 = V.Fma(a11, y, d0);
            y = Load(b2 + j);
            c0 = V.Fma(a02, y, c0);
            d0 = V.Fma(a12, y, d0);
            y = Load(b3 + j);
            Store(V.Fma(a03, y, c0), c + j);
            Store(V.Fma(a13, y, d0), c1 + j);
        }
        if (whole < columns)
            Sweep<V1<T>, T>.TwoByFour(columns - whole, a - aRow, aRow, aCol, b + whole, bRow, c + whole, cRow);
    }

    /// <summary>One row of C takes eight terms.</summary>
    [MethodImpl(Jit.Apart)]
    internal static void OneByEight(nint columns, T* a, nint aCol, T* b, nint bRow, T* c)
    {
        V a0 = V.Broadcast(a[0]), a1 = V.Broadcast(a[aCol]);
        V a2 = V.Broadcast(a[2 * aCol]), a3 = V.Broadcast(a[3 * aCol]);
        V a4 = V.Broadcast(a[4 * aCol]), a5 = V.Broadcast(a[5 * aCol]);
        V a6 = V.Broadcast(a[6 * aCol]), a7 = V.Broadcast(a[7 * aCol]);
        nint whole = columns - columns % Width;
        T* b1 = b + bRow, b2 = b1 + bRow, b3 = b2 + bRow;
        T* b4 = b3 + bRow, b5 = b4 + bRow, b6 = b5 + bRow, b7 = b6 + bRow;
        for (nint j = 0; j < whole; j += Width)
        {
            V sum = V.Fma(a1, Load(b1 + j), V.Fma(a0, Load(b + j), Load(c + j)));
            sum = V.Fma(a3, Load(b3 + j), V.Fma(a2, Load(b2 + j), sum));
            sum = V.Fma(a5, Load(b5 + j), V.Fma(a4, Load(b4 + j), sum));
            Store(V.Fma(a7, Load(b7 + j), V.Fma(a6, Load(b6 + j), sum)), c + j);
        }
        if (whole < columns) Sweep<V1<T>, T>.OneByEight(columns - whole, a, aCol, b + whole, bRow, c + whole);
    }

    [MethodImpl(Jit.Apart)]
    static void OneByOne(nint columns, T a, T* b, T* c)
    {
        V x = V.Broadcast(a);
        nint j = 0;
        for (; j <= columns - Width; j += Width) Store(V.Fma(x, Load(b + j), Load(c + j)), c + j);
        for (; j < columns; j++) c[j] = T.FusedMultiplyAdd(a, b[j], c[j]);
    }

    [MethodImpl(Jit.Inlined)]
    static V Load(T* source) => V.Load(ref *source, 0);

    [MethodImpl(Jit.Inlined)]
    static void Store(V x, T* target) => V.Store(x, ref *target, 0);
}
