using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kobai.Products;

/// <summary>Copies a strip of an operand so that the tile kernel reads it in order.</summary>
static unsafe class Pack
{
    /// <summary>
    /// target[p, j] = source[p, j] for p &lt; k and j &lt; columns, and 0 up to <paramref name="width"/>; the rows of
    /// target lie <paramref name="width"/> elements apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Strip<T>(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
        where T : unmanaged
    {
        if (columns < width) new Span<T>(target, checked((int)(k * width))).Clear();
        if (column == 1) Rows(target, width, source, k, columns, row);
        else if (row == 1 && sizeof(T) == 4 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
            Columns((float*)target, width, (float*)source, k, columns, column);
        else Elements(target, width, source, k, columns, row, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Rows<T>(T* target, nint width, T* source, nint k, nint columns, nint row) where T : unmanaged
    {
        nint lanes = sizeof(Vector128<byte>) / sizeof(T), whole = columns - columns % lanes;
        for (nint p = 0; p < k; p++, source += row, target += width)
        {
            nint j = 0;
            for (; j < whole; j += lanes) Vector128.Store(Vector128.Load(source + j), target + j);
            for (; j < columns; j++) target[j] = source[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Elements<T>(T* target, nint width, T* source, nint k, nint columns, nint row, nint column)
        where T : unmanaged
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
            Elements(to, width, from, k - whole, 4, 1, column);
        }
        Elements(target + j, width, source + j * column, k, columns - j, 1, column);
    }

    /// <summary>The elements of both in turn: a₀b₀a₁b₁ and a₂b₂a₃b₃.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b));
}
