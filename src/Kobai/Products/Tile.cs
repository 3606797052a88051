using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>A number known to the compiler, <c>sizeof</c> of the type: so a tile's height and width reach its code.</summary>
interface ISize;

[StructLayout(LayoutKind.Sequential, Size = 1)] readonly struct Size1 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 2)] readonly struct Size2 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 3)] readonly struct Size3 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 4)] readonly struct Size4 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 5)] readonly struct Size5 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 6)] readonly struct Size6 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 7)] readonly struct Size7 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 8)] readonly struct Size8 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 9)] readonly struct Size9 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 10)] readonly struct Size10 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 11)] readonly struct Size11 : ISize;
[StructLayout(LayoutKind.Sequential, Size = 12)] readonly struct Size12 : ISize;

/// <summary>
/// The one kernel under every matrix product: up to 12 rows by one or two registers of C, held in registers while k runs.
/// </summary>
/// <remarks>
/// Each element of C starts from <c>start</c> and takes one fused multiply-add for each k in ascending order, so its bits
/// do not depend on the tile it falls in. 6 × 2 accumulators leave 4 of 16 registers for operands, 12 × 2 leave 8 of 32.
/// </remarks>
static unsafe class Tile<V, T>
    where V : unmanaged, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most rows of a tile.</summary>
    public static nint MaxRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sizeof(V) == 64 ? 12 : 6;
    }

    /// <summary>The number of panels, of heights as even as can be, that rows are cut into.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Panels(nint rows) => sizeof(V) == 64 ? (rows + 11) / 12 : (rows + 5) / 6;

    /// <summary>C = start + A·B for a tile of <paramref name="rows"/> rows; all strides count elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        nint rows, bool two, nint k,
        T* a, nint aRow, nint aCol, T* b, nint bRow, T* start, nint startRow, T* c, nint cRow)
    {
        if (two)
        {
            switch (rows)
            {
                case 1: Kernel<Size1, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 2: Kernel<Size2, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 3: Kernel<Size3, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 4: Kernel<Size4, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 5: Kernel<Size5, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 6: Kernel<Size6, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 7: Kernel<Size7, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 8: Kernel<Size8, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 9: Kernel<Size9, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 10: Kernel<Size10, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 11: Kernel<Size11, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                default: Kernel<Size12, Size2>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
            }
        }
        else
        {
            switch (rows)
            {
                case 1: Kernel<Size1, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 2: Kernel<Size2, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 3: Kernel<Size3, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 4: Kernel<Size4, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 5: Kernel<Size5, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 6: Kernel<Size6, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 7: Kernel<Size7, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 8: Kernel<Size8, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 9: Kernel<Size9, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 10: Kernel<Size10, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                case 11: Kernel<Size11, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
                default: Kernel<Size12, Size1>(k, a, aRow, aCol, b, bRow, start, startRow, c, cRow); break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Kernel<R, W>(
        nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, T* start, nint startRow, T* c, nint cRow)
        where R : unmanaged, ISize
        where W : unmanaged, ISize
    {
        V l0 = Load(start), r0 = sizeof(W) == 2 ? Load(start + V.Count) : default;
        V l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default;
        V r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default;
        V l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
        V r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        if (sizeof(R) > 1) { start += startRow; l1 = Load(start); if (sizeof(W) == 2) r1 = Load(start + V.Count); }
        if (sizeof(R) > 2) { start += startRow; l2 = Load(start); if (sizeof(W) == 2) r2 = Load(start + V.Count); }
        if (sizeof(R) > 3) { start += startRow; l3 = Load(start); if (sizeof(W) == 2) r3 = Load(start + V.Count); }
        if (sizeof(R) > 4) { start += startRow; l4 = Load(start); if (sizeof(W) == 2) r4 = Load(start + V.Count); }
        if (sizeof(R) > 5) { start += startRow; l5 = Load(start); if (sizeof(W) == 2) r5 = Load(start + V.Count); }
        if (sizeof(R) > 6) { start += startRow; l6 = Load(start); if (sizeof(W) == 2) r6 = Load(start + V.Count); }
        if (sizeof(R) > 7) { start += startRow; l7 = Load(start); if (sizeof(W) == 2) r7 = Load(start + V.Count); }
        if (sizeof(R) > 8) { start += startRow; l8 = Load(start); if (sizeof(W) == 2) r8 = Load(start + V.Count); }
        if (sizeof(R) > 9) { start += startRow; l9 = Load(start); if (sizeof(W) == 2) r9 = Load(start + V.Count); }
        if (sizeof(R) > 10) { start += startRow; l10 = Load(start); if (sizeof(W) == 2) r10 = Load(start + V.Count); }
        if (sizeof(R) > 11) { start += startRow; l11 = Load(start); if (sizeof(W) == 2) r11 = Load(start + V.Count); }
        nint a1 = aRow, a2 = 2 * aRow, a3 = 3 * aRow, a4 = 4 * aRow, a5 = 5 * aRow;
        T* a6 = a + 6 * aRow;
        for (; k > 0; k--)
        {
            V b0 = Load(b), b1 = sizeof(W) == 2 ? Load(b + V.Count) : default;
            V x = V.Broadcast(*a); l0 = V.Fma(x, b0, l0); if (sizeof(W) == 2) r0 = V.Fma(x, b1, r0);
            if (sizeof(R) > 1) { x = V.Broadcast(a[a1]); l1 = V.Fma(x, b0, l1); }
            if (sizeof(R) > 1 && sizeof(W) == 2) r1 = V.Fma(x, b1, r1);
            if (sizeof(R) > 2) { x = V.Broadcast(a[a2]); l2 = V.Fma(x, b0, l2); }
            if (sizeof(R) > 2 && sizeof(W) == 2) r2 = V.Fma(x, b1, r2);
            if (sizeof(R) > 3) { x = V.Broadcast(a[a3]); l3 = V.Fma(x, b0, l3); }
            if (sizeof(R) > 3 && sizeof(W) == 2) r3 = V.Fma(x, b1, r3);
            if (sizeof(R) > 4) { x = V.Broadcast(a[a4]); l4 = V.Fma(x, b0, l4); }
            if (sizeof(R) > 4 && sizeof(W) == 2) r4 = V.Fma(x, b1, r4);
            if (sizeof(R) > 5) { x = V.Broadcast(a[a5]); l5 = V.Fma(x, b0, l5); }
            if (sizeof(R) > 5 && sizeof(W) == 2) r5 = V.Fma(x, b1, r5);
            if (sizeof(R) > 6) { x = V.Broadcast(*a6); l6 = V.Fma(x, b0, l6); }
            if (sizeof(R) > 6 && sizeof(W) == 2) r6 = V.Fma(x, b1, r6);
            if (sizeof(R) > 7) { x = V.Broadcast(a6[a1]); l7 = V.Fma(x, b0, l7); }
            if (sizeof(R) > 7 && sizeof(W) == 2) r7 = V.Fma(x, b1, r7);
            if (sizeof(R) > 8) { x = V.Broadcast(a6[a2]); l8 = V.Fma(x, b0, l8); }
            if (sizeof(R) > 8 && sizeof(W) == 2) r8 = V.Fma(x, b1, r8);
            if (sizeof(R) > 9) { x = V.Broadcast(a6[a3]); l9 = V.Fma(x, b0, l9); }
            if (sizeof(R) > 9 && sizeof(W) == 2) r9 = V.Fma(x, b1, r9);
            if (sizeof(R) > 10) { x = V.Broadcast(a6[a4]); l10 = V.Fma(x, b0, l10); }
            if (sizeof(R) > 10 && sizeof(W) == 2) r10 = V.Fma(x, b1, r10);
            if (sizeof(R) > 11) { x = V.Broadcast(a6[a5]); l11 = V.Fma(x, b0, l11); }
            if (sizeof(R) > 11 && sizeof(W) == 2) r11 = V.Fma(x, b1, r11);
            a += aCol;
            if (sizeof(R) > 6) a6 += aCol;
            b += bRow;
        }
        Store(l0, c); if (sizeof(W) == 2) Store(r0, c + V.Count);
        if (sizeof(R) > 1) { c += cRow; Store(l1, c); if (sizeof(W) == 2) Store(r1, c + V.Count); }
        if (sizeof(R) > 2) { c += cRow; Store(l2, c); if (sizeof(W) == 2) Store(r2, c + V.Count); }
        if (sizeof(R) > 3) { c += cRow; Store(l3, c); if (sizeof(W) == 2) Store(r3, c + V.Count); }
        if (sizeof(R) > 4) { c += cRow; Store(l4, c); if (sizeof(W) == 2) Store(r4, c + V.Count); }
        if (sizeof(R) > 5) { c += cRow; Store(l5, c); if (sizeof(W) == 2) Store(r5, c + V.Count); }
        if (sizeof(R) > 6) { c += cRow; Store(l6, c); if (sizeof(W) == 2) Store(r6, c + V.Count); }
        if (sizeof(R) > 7) { c += cRow; Store(l7, c); if (sizeof(W) == 2) Store(r7, c + V.Count); }
        if (sizeof(R) > 8) { c += cRow; Store(l8, c); if (sizeof(W) == 2) Store(r8, c + V.Count); }
        if (sizeof(R) > 9) { c += cRow; Store(l9, c); if (sizeof(W) == 2) Store(r9, c + V.Count); }
        if (sizeof(R) > 10) { c += cRow; Store(l10, c); if (sizeof(W) == 2) Store(r10, c + V.Count); }
        if (sizeof(R) > 11) { c += cRow; Store(l11, c); if (sizeof(W) == 2) Store(r11, c + V.Count); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Load(T* source) => V.Load(ref *source, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(V x, T* target) => V.Store(x, ref *target, 0);
}
