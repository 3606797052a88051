using System.Runtime.InteropServices;

namespace Kobai.Products;

/// <summary>One product C = S + A·B: sizes, addresses and strides in elements.</summary>
/// <remarks>
/// S is where the sums start: nothing, a bias or C itself. Without one it points to zeros and its column stride is 0.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct Product<T> where T : unmanaged
{
    public nint M { get; init; }
    public nint N { get; init; }
    public nint K { get; init; }
    public T* A { get; init; }
    public nint ARow { get; init; }
    public nint ACol { get; init; }
    public T* B { get; init; }
    public nint BRow { get; init; }
    public nint BCol { get; init; }
    public T* C { get; init; }
    public nint CRow { get; init; }
    public nint CCol { get; init; }
    public T* S { get; init; }
    public nint SRow { get; init; }
    public nint SCol { get; init; }

    /// <summary>Cᵀ = Sᵀ + Bᵀ·Aᵀ: the same numbers with the roles of A and B exchanged.</summary>
    public Product<T> Transposed() => new()
    {
        M = N, N = M, K = K,
        A = B, ARow = BCol, ACol = BRow,
        B = A, BRow = ACol, BCol = ARow,
        C = C, CRow = CCol, CCol = CRow,
        S = S, SRow = SCol, SCol = SRow,
    };

    /// <summary>The part of C with these rows and columns.</summary>
    public Product<T> Part(nint row, nint rows, nint column, nint columns) => this with
    {
        M = rows, N = columns,
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

    /// <summary>C = C + A·B.</summary>
    public Product<T> OntoC() => this with { S = C, SRow = CRow, SCol = CCol };
}
