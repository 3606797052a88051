using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Losses;

/// <summary>
/// The product of rows of slopes with the weights of many classes. One chain of additions would round at the size of the
/// sum with every class; here the few large slopes of a row are summed apart, and the others by parts of the classes
/// whose sums are added in double.
/// </summary>
/// <param name="rows">The most rows at a time.</param>
/// <param name="classes">The number of slopes of a row.</param>
/// <param name="size">The number of weights of a class.</param>
sealed unsafe class SlopeProduct<T>(nint rows, nint classes, nint size) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    const int MostLarge = 64, Block = 256, Part = 1024;
    const double LeastShare = 1.0 / 32;

    readonly (nint Class, T Slope)[][] _large = new (nint, T)[rows][];
    readonly T* _part = (T*)NativeMemory.AlignedAlloc((nuint)(rows * size * sizeof(T)), 64);
    readonly double* _sums = (double*)NativeMemory.AlignedAlloc((nuint)(rows * size * sizeof(double)), 64);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_part);
        NativeMemory.AlignedFree(_sums);
    }

    /// <summary>product[n×size] = slopes[n×classes] · w[classes×size].</summary>
    public void Run(nint n, T* slopes, T* w, T* product)
    {
        Work.For(n, row => Begin(row, slopes + row * classes, w));
        for (nint start = 0; start < classes; start += Part)
        {
            Gemm.Run(n, size, nint.Min(Part, classes - start), slopes + start, classes, 1, w + start * size, size, 1, _part, size);
            Work.For(n, row => Sums.AddTo(_part + row * size, _sums + row * size, size, 1, size));
        }
        Work.For(n, row =>
        {
            TensorPrimitives.ConvertTruncating<double, T>(new(_sums + row * size, (int)size), new(product + row * size, (int)size));
            foreach (var (j, slope) in _large[row]) slopes[row * classes + j] = slope;
        });
    }

    // The sum of the large slopes' products; 0 takes the place of the slopes.
    void Begin(nint row, T* slopes, T* w)
    {
        var large = _large[row] = Large(slopes);
        foreach (var (j, _) in large) slopes[j] = T.Zero;
        for (nint k = 0; k < size; k++)
        {
            double sum = 0, rest = 0;
            foreach (var (j, slope) in large)
            {
                FineSums.AddProduct(ref sum, ref rest, double.CreateTruncating(slope), double.CreateTruncating(w[j * size + k]));
            }
            _sums[row * size + k] = sum + rest;
        }
    }

    // Those of the largest size, down to a share of it that not too many have.
    (nint, T)[] Large(T* slopes)
    {
        double largest = double.CreateTruncating(Size(slopes, classes));
        if (!double.IsFinite(largest) || largest == 0) return [];
        var large = new (nint, T)[MostLarge];
        for (double share = LeastShare; share <= 1; share *= 2)
        {
            int n = From(T.CreateTruncating(share * largest), slopes, large);
            if (n < MostLarge) return large[..n];
        }
        return [];
    }

    // The slopes from a size on, at most as many as there is room for.
    int From(T least, T* slopes, (nint, T)[] large)
    {
        int n = 0;
        for (nint start = 0; start < classes; start += Block)
        {
            nint end = nint.Min(classes, start + Block);
            if (Size(slopes + start, end - start) < least) continue;
            for (nint j = start; j < end && n < MostLarge; j++)
            {
                if (T.Abs(slopes[j]) >= least) large[n++] = (j, slopes[j]);
            }
        }
        return n;
    }

    static T Size(T* x, nint n) => T.Abs(TensorPrimitives.MaxMagnitude(new ReadOnlySpan<T>(x, (int)n)));
}
