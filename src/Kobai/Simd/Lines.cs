using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kobai.Simd;

/// <summary>Lines of equal length to be worked on side by side: element k of line j lies at k · stride + j.</summary>
/// <remarks>
/// With a stride of 1 there is a single line, and sums go over the lanes of Sums; otherwise each line is summed in order.
/// A parameter below is a number for each line.
/// </remarks>
/// <param name="length">The number of elements of each line, at least one.</param>
/// <param name="count">The number of lines, at most the stride.</param>
/// <param name="stride">The step from an element of a line to the next.</param>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct Lines(nint length, nint count, nint stride)
{
    /// <summary>The most lines that may be put side by side.</summary>
    public const int MostLines = 256;

    /// <summary>The number of lines.</summary>
    public nint Count => count;

    /// <summary>The number of elements of each line.</summary>
    public nint Length => length;

    /// <summary>Whether there is a single line, of neighbors.</summary>
    public bool IsRun => stride == 1;

    /// <summary>y = f(x, p) for every element x and the parameter p of its line; y may be x.</summary>
    public void Apply<F, T>(T* x, T* p, T* y) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stride == 1) Map.Value2<F, T>(default, x, 1, p, 0, y, length);
        else for (nint k = 0; k < length; k++) Map.Value2<F, T>(default, x + k * stride, 1, p, 1, y + k * stride, count);
    }

    /// <summary>y = f(x, p, q) for every element x and the parameters p and q of its line; y may be x.</summary>
    public void Apply<F, T>(T* x, T* p, T* q, T* y) where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stride == 1) Map.Value3<F, T>(default, x, 1, p, 0, q, 0, y, length);
        else for (nint k = 0; k < length; k++) Map.Value3<F, T>(default, x + k * stride, 1, p, 1, q, 1, y + k * stride, count);
    }

    /// <summary>y = f(a, b, p) for every pair of elements and the parameter p of their line; y may be either.</summary>
    public void Zip<F, T>(T* a, T* b, T* p, T* y) where F : struct, IFunction3 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stride == 1) Map.Value3<F, T>(default, a, 1, b, 1, p, 0, y, length);
        else for (nint k = 0, i = 0; k < length; k++, i += stride) Map.Value3<F, T>(default, a + i, 1, b + i, 1, p, 1, y + i, count);
    }

    /// <summary>The largest element of each line; NaN may be passed over.</summary>
    public void Largest<T>(T* x, T* largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stride == 1)
        {
            *largest = Folds.Of<LargerNumber, T>(default, x, length);
            return;
        }
        new Span<T>(x, (int)count).CopyTo(new(largest, (int)count));
        for (nint k = 1; k < length; k++) Map.Value2<LargerNumber, T>(default, largest, 1, x + k * stride, 1, largest, count);
    }

    /// <summary>The two largest elements of each line, equal if they tie; the second is −∞ if there is one element.</summary>
    /// <remarks>Where a line has NaN the results mean nothing.</remarks>
    public void TwoLargest<T>(T* x, T* largest, T* second) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (stride == 1)
        {
            (*largest, *second) = Folds.TwoLargest(x, length);
            return;
        }
        new Span<T>(x, (int)count).CopyTo(new(largest, (int)count));
        new Span<T>(second, (int)count).Fill(T.NegativeInfinity);
        for (nint k = 1; k < length; k++) Folds.TwoLargest(x + k * stride, largest, second, count);
    }

    /// <summary>The sum of each line.</summary>
    public void Sum<T>(T* x, double* sums) where T : unmanaged
    {
        new Span<double>(sums, (int)count).Clear();
        if (stride == 1) *sums = Sums.Of(x, length);
        else Sums.AddTo(x, sums, count, length, stride);
    }

    /// <summary>The sum of the products ab of each line.</summary>
    public void SumOfProducts<T>(T* a, T* b, double* sums) where T : unmanaged
    {
        new Span<double>(sums, (int)count).Clear();
        if (stride == 1) *sums = Sums.OfProducts(a, b, length);
        else for (nint k = 0; k < length; k++) Sums.AddProductsTo(a + k * stride, b + k * stride, sums, count);
    }

    /// <summary>The sum over each line of f(x, p) for the parameter p of the line.</summary>
    [SkipLocalsInit]
    public void Sum<F, T>(T* x, T* p, double* sums) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Block = 512;
        T* terms = stackalloc T[Block];
        new Span<double>(sums, (int)count).Clear();
        if (stride == 1)
        {
            for (nint i = 0; i < length; i += Block)
            {
                nint n = nint.Min(Block, length - i);
                Map.Value2<F, T>(default, x + i, 1, p, 0, terms, n);
                *sums += Sums.Of(terms, n);
            }
            return;
        }
        for (nint k = 0; k < length; k++)
        {
            Map.Value2<F, T>(default, x + k * stride, 1, p, 1, terms, count);
            Sums.AddTo(terms, sums, count);
        }
    }

    /// <summary>The larger of two.</summary>
    public readonly struct Larger : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Max(a, b);
    }

    readonly struct LargerNumber : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Select(V.Less(a, b), b, a);
    }
}
