using System.Runtime.InteropServices;

namespace Kobai.Products;

/// <summary>One product C = S + A·B: sizes, addresses and strides in elements.</summary>
/// <remarks>
/// S is where the sums start: nothing, a bias or C itself. Without one it points to zeros and its column stride is 0.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct Product<T>(
    nint m, nint n, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bCol, T* c, nint cRow, nint cCol,
    T* s, nint sRow, nint sCol)
    where T : unmanaged
{
    public nint M { get; init; } = m;
    public nint N { get; init; } = n;
    public nint K { get; init; } = k;
    public T* A { get; init; } = a;
    public nint ARow { get; init; } = aRow;
    public nint ACol { get; init; } = aCol;
    public T* B { get; init; } = b;
    public nint BRow { get; } = bRow;
    public nint BCol { get; } = bCol;
    public T* C { get; init; } = c;
    public nint CRow { get; } = cRow;
    public nint CCol { get; } = cCol;
    public T* S { get; init; } = s;
    public nint SRow { get; init; } = sRow;
    public nint SCol { get; init; } = sCol;

    // Measured: at such a distance, where all rows lie in the same places of the first-level cache, reading takes longer.
    /// <summary>Whether the rows of A lie so that reading several in turn is slow.</summary>
    public bool IsScattered => ACol != 1 || (ARow * sizeof(T) + 32) % 4096 <= 64;

    /// <summary>A distance of packed rows of A, in elements, that is not slow.</summary>
    public nint Pitch => ((K + 31) & ~31) + 16;

    /// <summary>The part of C with these rows and columns.</summary>
    public Product<T> Part(nint row, nint rows, nint column, nint columns) => this with
    {
        M = rows,
        N = columns,
        A = A + row * ARow,
        B = B + column * BCol,
        C = C + row * CRow + column * CCol,
        S = S + row * SRow + column * SCol,
    };

    /// <summary>The terms k … k + count − 1 of every sum; from the second block on they add to what C holds.</summary>
    public Product<T> Terms(nint k, nint count)
    {
        Product<T> terms = this with { K = count, A = A + k * ACol, B = B + k * BRow };
        return k == 0 ? terms : terms.OntoC();
    }

    /// <summary>The same product with the rows of A contiguous in another place.</summary>
    public Product<T> WithA(T* a, nint aRow) => this with { A = a, ARow = aRow, ACol = 1 };

    /// <summary>C = C + A·B.</summary>
    public Product<T> OntoC() => this with { S = C, SRow = CRow, SCol = CCol };
}
