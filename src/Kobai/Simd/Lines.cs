using System.Numerics;
using System.Runtime.InteropServices;

namespace Kobai.Simd;

/// <summary>Lines of equal length to be worked on side by side: element k of line j lies at k · count + j.</summary>
/// <remarks>
/// A single line is a run, and its sums go over lanes; the sums of several lines are one lane each. A number per line
/// is called a parameter below.
/// </remarks>
/// <param name="length">The number of elements of each line, at least one.</param>
/// <param name="count">The number of lines.</param>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct Lines(nint length, nint count)
{
    /// <summary>The most lines that may be put side by side.</summary>
    public const int MostLines = 256;

    /// <summary>The number of lines.</summary>
    public nint Count => count;

    /// <summary>The number of elements in all.</summary>
    public nint Elements => length * count;

    /// <summary>y = f(x, p) for every element x and the parameter p of its line; y may be x.</summary>
    public void Apply<F, T>(T* x, T* p, T* y) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == 1) Map.Value2<F, T>(default, x, 1, p, 0, y, length);
        else for (nint k = 0; k < length; k++) Map.Value2<F, T>(default, x + k * count, 1, p, 1, y + k * count, count);
    }

    /// <summary>The largest of each line; NaN if the line has any.</summary>
    public void Max<T>(T* x, T* largest) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (count == 1)
        {
            *largest = Folds.Of<Larger, T>(default, x, length);
            return;
        }
        new Span<T>(x, (int)count).CopyTo(new(largest, (int)count));
        for (nint k = 1; k < length; k++) Map.Value2<Larger, T>(default, largest, 1, x + k * count, 1, largest, count);
    }

    /// <summary>The sum of each line.</summary>
    public void Sum<T>(T* x, double* sums) where T : unmanaged
    {
        if (count == 1)
        {
            *sums = Sums.Of(x, length);
            return;
        }
        new Span<double>(sums, (int)count).Clear();
        for (nint k = 0; k < length; k++) Sums.AddTo(x + k * count, sums, count);
    }

    /// <summary>The sum of the products ab of each line.</summary>
    public void SumOfProducts<T>(T* a, T* b, double* sums) where T : unmanaged
    {
        if (count == 1)
        {
            *sums = Sums.OfProducts(a, b, length);
            return;
        }
        new Span<double>(sums, (int)count).Clear();
        for (nint k = 0; k < length; k++) Sums.AddProductsTo(a + k * count, b + k * count, sums, count);
    }

    /// <summary>The sum over each line of f(x, p) for the parameter p of the line.</summary>
    public void Sum<F, T>(T* x, T* p, double* sums) where F : struct, IFunction2 where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Block = 512;
        T* terms = stackalloc T[Block];
        new Span<double>(sums, (int)count).Clear();
        if (count == 1)
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
            Map.Value2<F, T>(default, x + k * count, 1, p, 1, terms, count);
            Sums.AddTo(terms, sums, count);
        }
    }

    readonly struct Larger : IFunction2
    {
        V IFunction2.Value<V>(V a, V b) => V.Max(a, b);
    }
}
