using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>Copies a strip of an operand so that the tile kernel reads it in order.</summary>
static unsafe class Pack<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the source copied together, so that each of its cache lines is fetched once.</summary>
    const nint Together = 16;

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
                if (column == 1) Rows(to, width, from, count, k - p, row);
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
        if (row == 1 && sizeof(T) == 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
            Columns((float*)target, width, (float*)source, k, columns, column);
        else Elements(target, width, source, k, columns, row, column);
    }

    /// <summary>
    /// Whole registers: what a row copies too much the next ones overwrite, so the last of all <paramref name="left"/>
    /// rows are copied exactly.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows(T* target, nint width, T* source, nint k, nint left, nint row)
    {
        nint lanes = (nint)V.Count, whole = (width + lanes - 1) / lanes * lanes, p = 0;
        if (width == whole || row + width >= whole)
        {
            for (nint end = Math.Min(k, left - (whole - 1) / width); p < end; p++, source += row, target += width)
                for (nint j = 0; j < whole; j += lanes) V.Store(V.Load(ref *source, (nuint)j), ref *target, (nuint)j);
        }
        Elements(target, width, source, k - p, width, row, 1);
    }

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
                (Vector128<float> ac, Vector128<float> acHigh) = Zip(a, c);
                (Vector128<float> bd, Vector128<float> bdHigh) = Zip(b, d);
                (a, b) = Zip(ac, bd);
                (c, d) = Zip(acHigh, bdHigh);
                a.Store(to);
                b.Store(to + width);
                c.Store(to + 2 * width);
                d.Store(to + 3 * width);
            }
            Elements((T*)to, width, (T*)from, k - whole, 4, 1, column);
        }
        Elements((T*)target + j, width, (T*)source + j * column, k, columns - j, 1, column);
    }

    /// <summary>The elements of both in turn: a₀b₀a₁b₁ and a₂b₂a₃b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
}
