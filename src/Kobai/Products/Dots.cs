using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>
/// A matrix with contiguous rows times a vector: sixteen rows at a time, turned in 4 × 4 blocks so that each lane of a
/// register follows the chain of one row.
/// </summary>
static unsafe class Dots
{
    const int Rows = 16;

    /// <summary>Rows this many bytes apart compete for the same few places of the first-level cache.</summary>
    const nint CachePeriod = 4096;

    public static bool Suits(in Product<float> x) =>
        Transpose.IsSupported && Vector256.IsHardwareAccelerated && x.M >= Rows
        && x.ACol == 1 && x.ARow * sizeof(float) % CachePeriod != 0;

    /// <summary>C = S + A·B where B has one column, for whole sixteens of rows; returns how many rows those are.</summary>
    public static nint Run(in Product<float> x)
    {
        nint row = 0;
        for (; row <= x.M - Rows; row += Rows) Kernel(x, row);
        return row;
    }

    [SkipLocalsInit]
    [MethodImpl(Jit.Apart)]
    static void Kernel(in Product<float> x, nint row)
    {
        float* sums = stackalloc float[Rows];
        for (nint i = 0; i < Rows; i++) sums[i] = x.S[(row + i) * x.SRow];
        Vector128<float> s0 = Vector128.Load(sums), s1 = Vector128.Load(sums + 4);
        Vector128<float> s2 = Vector128.Load(sums + 8), s3 = Vector128.Load(sums + 12);
        nint aRow = x.ARow, bRow = x.BRow, k = x.K;
        float* a = x.A + row * aRow, b = x.B;
        for (; k >= 4; k -= 4, a += 4, b += 4 * bRow)
        {
            Vector128<float> b0 = Vector128.Create(b[0]), b1 = Vector128.Create(b[bRow]);
            Vector128<float> b2 = Vector128.Create(b[2 * bRow]), b3 = Vector128.Create(b[3 * bRow]);
            s0 = Add(s0, a, aRow, b0, b1, b2, b3);
            s1 = Add(s1, a + 4 * aRow, aRow, b0, b1, b2, b3);
            s2 = Add(s2, a + 8 * aRow, aRow, b0, b1, b2, b3);
            s3 = Add(s3, a + 12 * aRow, aRow, b0, b1, b2, b3);
        }
        s0.Store(sums);
        s1.Store(sums + 4);
        s2.Store(sums + 8);
        s3.Store(sums + 12);
        for (nint i = 0; i < Rows; i++)
        {
            for (nint p = 0; p < k; p++) sums[i] = MathF.FusedMultiplyAdd(a[i * aRow + p], b[p * bRow], sums[i]);
            x.C[(row + i) * x.CRow] = sums[i];
        }
    }

    [MethodImpl(Jit.Inlined)]
    static Vector128<float> Add(
        Vector128<float> sums, float* a, nint aRow,
        Vector128<float> b0, Vector128<float> b1, Vector128<float> b2, Vector128<float> b3)
    {
        Vector128<float> a0 = Vector128.Load(a), a1 = Vector128.Load(a + aRow);
        Vector128<float> a2 = Vector128.Load(a + 2 * aRow), a3 = Vector128.Load(a + 3 * aRow);
        Transpose.Block(ref a0, ref a1, ref a2, ref a3);
        sums = Vector128.FusedMultiplyAdd(a1, b1, Vector128.FusedMultiplyAdd(a0, b0, sums));
        return Vector128.FusedMultiplyAdd(a3, b3, Vector128.FusedMultiplyAdd(a2, b2, sums));
    }
}
