using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>Copies a strip of an operand so that the tile kernel reads it in order.</summary>
static unsafe class Pack<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the source copied together, so that each of its cache lines is fetched once.</summary>
    const nint Together = 8;

    /// <summary>
    /// Cuts k rows into strips: the strip that begins at column j holds its rows one after the other from
    /// target + j · k on. Widths are as even as whole units allow, the wider strips last.
    /// </summary>
    public static void Strips(T* target, T* source, nint k, nint columns, nint strips, nint unit, nint row, nint column)
    {
        nint units = columns / unit, even = strips == 0 ? 0 : units / strips, wider = units - even * strips;
        nint together = column == 1 ? Together : k;
        for (nint p = 0; p < k; p += together)
        {
            nint count = Math.Min(together, k - p), j = 0;
            for (nint strip = 0; strip < strips; strip++)
            {
                nint width = (strip < strips - wider ? even : even + 1) * unit;
                T* from = source + p * row + j * column, to = target + j * k + p * width;
                if (column == 1) Rows(to, width, from, count, row);
                else Strip(to, width, from, count, width, row, column);
                j += width;
            }
        }
    }

    /// <summary>
    /// target[p, j] = source[p, j] for p &lt; k and j &lt; columns, and 0 up to <paramref name="width"/>; the rows of
    /// target lie <paramref name="width"/> elements apart.
    /// </summary>
    public static void Strip(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
    {
        if (columns < width) new Span<T>(target, checked((int)(k * width))).Clear();
        if (row != 1 || !Transpose.IsSupported) Elements(target, width, source, k, columns, row, column);
        else if (typeof(T) == typeof(float)) Columns((float*)target, width, (float*)source, k, columns, column);
        else Columns((double*)target, width, (double*)source, k, columns, column);
    }

    static void Rows(T* target, nint width, T* source, nint k, nint row)
    {
        if (width >= (nint)V.Count) Rows<V>(target, width, source, k, row);
        else if (width >= (nint)V128<T>.Count) Rows<V128<T>>(target, width, source, k, row);
        else Elements(target, width, source, k, width, row, 1);
    }

    /// <summary>Whole registers, the last overlapping the one before, while the next rows are fetched ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows<R>(T* target, nint width, T* source, nint k, nint row) where R : unmanaged, ISimd<R, T>
    {
        nint lanes = (nint)R.Count, last = width - lanes;
        for (; k > 0; k--, source += row, target += width)
        {
            if (Sse.IsSupported) Sse.Prefetch0(source + Together * row);
            Copy<R>(source, target);
            for (nint j = lanes; j < last; j += lanes) Copy<R>(source + j, target + j);
            Copy<R>(source + last, target + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Copy<R>(T* source, T* target) where R : unmanaged, ISimd<R, T> =>
        R.Store(R.Load(ref *source, 0), ref *target, 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Elements(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
    {
        for (nint j = 0; j < columns; j++)
            for (nint p = 0; p < k; p++) target[p * width + j] = source[p * row + j * column];
    }

    /// <summary>Four columns at a time, as 4 × 4 blocks transposed in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Columns(float* target, nint width, float* source, nint k, nint columns, nint column)
    {
        nint j = 0, whole = k - k % 4;
        for (; j <= columns - 4; j += 4)
        {
            float* from = source + j * column, to = target + j;
            for (nint p = 0; p < whole; p += 4, from += 4, to += 4 * width)
            {
                Vector128<float> a = Vector128.Load(from), b = Vector128.Load(from + column);
                Vector128<float> c = Vector128.Load(from + 2 * column), d = Vector128.Load(from + 3 * column);
                Transpose.Block(ref a, ref b, ref c, ref d);
                a.Store(to);
                b.Store(to + width);
                c.Store(to + 2 * width);
                d.Store(to + 3 * width);
            }
            Elements((T*)to, width, (T*)from, k - whole, 4, 1, column);
        }
        Elements((T*)target + j, width, (T*)source + j * column, k, columns - j, 1, column);
    }

    /// <summary>Two columns at a time, as 2 × 2 blocks transposed in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Columns(double* target, nint width, double* source, nint k, nint columns, nint column)
    {
        nint j = 0, whole = k - k % 2;
        for (; j <= columns - 2; j += 2)
        {
            double* from = source + j * column, to = target + j;
            for (nint p = 0; p < whole; p += 2, from += 2, to += 2 * width)
            {
                Vector128<double> a = Vector128.Load(from), b = Vector128.Load(from + column);
                Transpose.Block(ref a, ref b);
                a.Store(to);
                b.Store(to + width);
            }
            Elements((T*)to, width, (T*)from, k - whole, 2, 1, column);
        }
        Elements((T*)target + j, width, (T*)source + j * column, k, columns - j, 1, column);
    }
}
