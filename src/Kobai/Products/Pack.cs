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

    /// <summary>Columns of a matrix turned into rows together: a few cache lines of each.</summary>
    const nint TurnedTogether = 64;

    /// <summary>
    /// Cuts k rows into strips two registers wide, one after the other; each holds its rows one after the other.
    /// </summary>
    [MethodImpl(Jit.Apart)]
    public static void Strips(T* target, T* source, nint k, nint strips, nint row, nint column)
    {
        nint width = 2 * (nint)V.Count, together = column == 1 ? Together : k;
        for (nint p = 0; p < k; p += together)
        {
            nint count = Math.Min(together, k - p);
            T* from = source + p * row, to = target + p * width;
            for (nint strip = 0; strip < strips; strip++, from += width * column, to += width * k)
            {
                if (column == 1) Rows(to, from, count, row);
                else Strip(to, width, from, count, width, row, column);
            }
        }
    }

    /// <summary>The rows of a matrix, made contiguous and laid <paramref name="pitch"/> elements apart.</summary>
    public static void Matrix(T* target, nint pitch, T* source, nint rows, nint columns, nint row, nint column)
    {
        if (column == 1)
        {
            for (nint i = 0; i < rows; i++)
            {
                T* from = source + i * row;
                FetchAhead(from + 2 * row, columns);
                new Span<T>(from, (int)columns).CopyTo(new(target + i * pitch, (int)columns));
            }
            return;
        }
        for (nint i = 0; i < rows; i += TurnedTogether)
            Strip(target + i * pitch, pitch, source + i * row, Math.Min(TurnedTogether, rows - i), columns, row, column);
    }

    [MethodImpl(Jit.Inlined)]
    static void FetchAhead(T* row, nint columns)
    {
        const int line = 64;
        if (!Sse.IsSupported) return;
        for (nint j = 0; j < columns; j += line / sizeof(T)) Sse.Prefetch0(row + j);
    }

    /// <summary>
    /// target[p, j] = source[p, j] for p &lt; k and j &lt; columns; the rows of target lie <paramref name="width"/> elements apart.
    /// </summary>
    public static void Strip(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
    {
        if (row != 1 || !Transpose.IsSupported) Elements(target, width, source, k, columns, row, column);
        else if (typeof(T) == typeof(float)) Columns((float*)target, width, (float*)source, k, columns, column);
        else Columns((double*)target, width, (double*)source, k, columns, column);
    }

    /// <summary>Two registers of each row, while the next rows are fetched ahead.</summary>
    [MethodImpl(Jit.Apart)]
    static void Rows(T* target, T* source, nint k, nint row)
    {
        for (; k > 0; k--, source += row, target += 2 * V.Count)
        {
            if (Sse.IsSupported) Sse.Prefetch0(source + Together * row);
            V.Store(V.Load(ref *source, 0), ref *target, 0);
            V.Store(V.Load(ref *source, V.Count), ref *target, V.Count);
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Elements(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
    {
        for (nint j = 0; j < columns; j++)
            for (nint p = 0; p < k; p++) target[p * width + j] = source[p * row + j * column];
    }

    /// <summary>Four columns at a time, as 4 × 4 blocks transposed in registers; the next four are fetched ahead in turn.</summary>
    [MethodImpl(Jit.Apart)]
    static void Columns(float* target, nint width, float* source, nint k, nint columns, nint column)
    {
        nint j = 0, whole = k - k % 4;
        for (; j <= columns - 4; j += 4)
        {
            float* from = source + j * column, to = target + j;
            for (nint p = 0; p < whole; p += 4, from += 4, to += 4 * width)
            {
                if (Sse.IsSupported) Sse.Prefetch0(from + (4 + (p >> 2 & 3)) * column);
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
    [MethodImpl(Jit.Apart)]
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
