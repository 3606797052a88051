using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
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
        [MethodImpl(Jit.Inlined)]
        get => sizeof(V) == 64 ? 12 : 6;
    }

    /// <summary>The number of panels, of heights as even as can be, that rows are cut into.</summary>
    [MethodImpl(Jit.Inlined)]
    public static nint Panels(nint rows) => sizeof(V) == 64 ? (rows + 11) / 12 : (rows + 5) / 6;

    /// <summary>C = start + A·B for a tile of <paramref name="rows"/> rows; all strides count elements.</summary>
    [MethodImpl(Jit.Inlined)]
    public static void Run(
        nint rows, bool two, nint k,
        T* a, nint aRow, nint aCol, T* b, nint bRow, T* start, nint startRow, T* c, nint cRow) =>
        Run(1, rows, two, k, a, aRow, aCol, b, bRow, 0, start, startRow, 0, c, cRow);

    /// <summary>C = start + A·B for one or more tiles side by side, B and the start a step further for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        nint tiles, nint rows, bool two, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bStep,
        T* start, nint startRow, nint startStep, T* c, nint cRow)
    {
        if (!two) Choose<Size1, Size1>(tiles, rows, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow);
        else if (aCol != 1 || bRow != 2 * (nint)V.Count) Choose<Size2, Size1>(tiles, rows, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow);
        else Choose<Size2, Size2>(tiles, rows, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow);
    }

    /// <summary>The kernel of this height; P of size 2 means that A's rows are contiguous and B is packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Choose<W, P>(
        nint tiles, nint rows, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bStep,
        T* start, nint startRow, nint startStep, T* c, nint cRow)
        where W : unmanaged, ISize
        where P : unmanaged, ISize
    {
        switch (rows)
        {
            case 1: Kernel<Size1, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 2: Kernel<Size2, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 3: Kernel<Size3, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 4: Kernel<Size4, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 5: Kernel<Size5, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 6: Kernel<Size6, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 7: Kernel<Size7, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 8: Kernel<Size8, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 9: Kernel<Size9, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 10: Kernel<Size10, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            case 11: Kernel<Size11, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
            default: Kernel<Size12, W, P>(tiles, k, a, aRow, aCol, b, bRow, bStep, start, startRow, startStep, c, cRow); break;
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Kernel<R, W, P>(
        nint tiles, nint k, T* a, nint aRow, nint aCol, T* b, nint bRow, nint bStep,
        T* start, nint startRow, nint startStep, T* c, nint cRow)
        where R : unmanaged, ISize
        where W : unmanaged, ISize
        where P : unmanaged, ISize
    {
        nint a1 = aRow, a3 = 3 * aRow, a4 = 4 * aRow, a5 = 5 * aRow;
        nint aNext = sizeof(P) == 2 ? 1 : aCol, bNext = sizeof(P) == 2 ? sizeof(W) * (nint)V.Count : bRow;
        // Terms a turn: what the loop itself costs shows where a neighbor shares the core. More of them would be too many
        // for the compiler.
        nint turn = sizeof(R) > 6 ? 2 : sizeof(P) == 2 ? 8 : 4;
        for (; tiles > 0; tiles--)
        {
            T* s = start, t = c, x = a, y = b;
            if (Sse.IsSupported && tiles > 1)
            {
                T* next = c + sizeof(W) * (nint)V.Count;
                for (nint i = 0; i < sizeof(R); i++, next += cRow) Sse.Prefetch0(next);
            }
            V l0 = Load(s), r0 = sizeof(W) == 2 ? Second(s) : default;
            V l1 = default, l2 = default, l3 = default, l4 = default, l5 = default, l6 = default;
            V r1 = default, r2 = default, r3 = default, r4 = default, r5 = default, r6 = default;
            V l7 = default, l8 = default, l9 = default, l10 = default, l11 = default;
            V r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
            if (sizeof(R) > 1) { s += startRow; l1 = Load(s); if (sizeof(W) == 2) r1 = Second(s); }
            if (sizeof(R) > 2) { s += startRow; l2 = Load(s); if (sizeof(W) == 2) r2 = Second(s); }
            if (sizeof(R) > 3) { s += startRow; l3 = Load(s); if (sizeof(W) == 2) r3 = Second(s); }
            if (sizeof(R) > 4) { s += startRow; l4 = Load(s); if (sizeof(W) == 2) r4 = Second(s); }
            if (sizeof(R) > 5) { s += startRow; l5 = Load(s); if (sizeof(W) == 2) r5 = Second(s); }
            if (sizeof(R) > 6) { s += startRow; l6 = Load(s); if (sizeof(W) == 2) r6 = Second(s); }
            if (sizeof(R) > 7) { s += startRow; l7 = Load(s); if (sizeof(W) == 2) r7 = Second(s); }
            if (sizeof(R) > 8) { s += startRow; l8 = Load(s); if (sizeof(W) == 2) r8 = Second(s); }
            if (sizeof(R) > 9) { s += startRow; l9 = Load(s); if (sizeof(W) == 2) r9 = Second(s); }
            if (sizeof(R) > 10) { s += startRow; l10 = Load(s); if (sizeof(W) == 2) r10 = Second(s); }
            if (sizeof(R) > 11) { s += startRow; l11 = Load(s); if (sizeof(W) == 2) r11 = Second(s); }
            nint n = k;
            for (; n >= turn; n -= turn, y += turn * bNext)
            {
                Step<R, W>(
                    x, a1, a3, a4, a5, y, 0, bNext,
                    ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                    ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                x += aNext;
                Step<R, W>(
                    x, a1, a3, a4, a5, y, 1, bNext,
                    ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                    ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                x += aNext;
                if (sizeof(R) <= 6)
                {
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 2, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 3, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                }
                if (sizeof(R) <= 6 && sizeof(P) == 2)
                {
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 4, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 5, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 6, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                    Step<R, W>(
                        x, a1, a3, a4, a5, y, 7, bNext,
                        ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                        ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                    x += aNext;
                }
            }
            for (; n > 0; n--, y += bNext)
            {
                Step<R, W>(
                    x, a1, a3, a4, a5, y, 0, bNext,
                    ref l0, ref l1, ref l2, ref l3, ref l4, ref l5, ref l6, ref l7, ref l8, ref l9, ref l10, ref l11,
                    ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ref r8, ref r9, ref r10, ref r11);
                x += aNext;
            }
            Store(l0, t); if (sizeof(W) == 2) StoreSecond(r0, t);
            if (sizeof(R) > 1) { t += cRow; Store(l1, t); if (sizeof(W) == 2) StoreSecond(r1, t); }
            if (sizeof(R) > 2) { t += cRow; Store(l2, t); if (sizeof(W) == 2) StoreSecond(r2, t); }
            if (sizeof(R) > 3) { t += cRow; Store(l3, t); if (sizeof(W) == 2) StoreSecond(r3, t); }
            if (sizeof(R) > 4) { t += cRow; Store(l4, t); if (sizeof(W) == 2) StoreSecond(r4, t); }
            if (sizeof(R) > 5) { t += cRow; Store(l5, t); if (sizeof(W) == 2) StoreSecond(r5, t); }
            if (sizeof(R) > 6) { t += cRow; Store(l6, t); if (sizeof(W) == 2) StoreSecond(r6, t); }
            if (sizeof(R) > 7) { t += cRow; Store(l7, t); if (sizeof(W) == 2) StoreSecond(r7, t); }
            if (sizeof(R) > 8) { t += cRow; Store(l8, t); if (sizeof(W) == 2) StoreSecond(r8, t); }
            if (sizeof(R) > 9) { t += cRow; Store(l9, t); if (sizeof(W) == 2) StoreSecond(r9, t); }
            if (sizeof(R) > 10) { t += cRow; Store(l10, t); if (sizeof(W) == 2) StoreSecond(r10, t); }
            if (sizeof(R) > 11) { t += cRow; Store(l11, t); if (sizeof(W) == 2) StoreSecond(r11, t); }
            b += bStep;
            start += startStep;
            c += sizeof(W) * (nint)V.Count;
        }
    }

    /// <summary>A term of every sum, with this row of B.</summary>
    [MethodImpl(Jit.Inlined)]
    static void Step<R, W>(
        T* x0, nint a1, nint a3, nint a4, nint a5, T* y, nint row, nint bNext,
        ref V l0, ref V l1, ref V l2, ref V l3, ref V l4, ref V l5, ref V l6, ref V l7, ref V l8, ref V l9, ref V l10, ref V l11,
        ref V r0, ref V r1, ref V r2, ref V r3, ref V r4, ref V r5, ref V r6, ref V r7, ref V r8, ref V r9, ref V r10, ref V r11)
        where R : unmanaged, ISize
        where W : unmanaged, ISize
    {
        T* x6 = x0 + 2 * a3;
        V b0 = Load(y + row * bNext), b1 = sizeof(W) == 2 ? Second(y + row * bNext) : default;
        Add<W>(x0[0], b0, b1, ref l0, ref r0);
        if (sizeof(R) > 1) Add<W>(x0[a1], b0, b1, ref l1, ref r1);
        if (sizeof(R) > 2) Add<W>(x0[2 * a1], b0, b1, ref l2, ref r2);
        if (sizeof(R) > 3) Add<W>(x0[a3], b0, b1, ref l3, ref r3);
        if (sizeof(R) > 4) Add<W>(x0[a4], b0, b1, ref l4, ref r4);
        if (sizeof(R) > 5) Add<W>(x0[a5], b0, b1, ref l5, ref r5);
        if (sizeof(R) > 6) Add<W>(x6[0], b0, b1, ref l6, ref r6);
        if (sizeof(R) > 7) Add<W>(x6[a1], b0, b1, ref l7, ref r7);
        if (sizeof(R) > 8) Add<W>(x6[2 * a1], b0, b1, ref l8, ref r8);
        if (sizeof(R) > 9) Add<W>(x6[a3], b0, b1, ref l9, ref r9);
        if (sizeof(R) > 10) Add<W>(x6[a4], b0, b1, ref l10, ref r10);
        if (sizeof(R) > 11) Add<W>(x6[a5], b0, b1, ref l11, ref r11);
    }

    [MethodImpl(Jit.Inlined)]
    static void Add<W>(T a, V b0, V b1, ref V left, ref V right) where W : unmanaged, ISize
    {
        V x = V.Broadcast(a);
        left = V.Fma(x, b0, left);
        if (sizeof(W) == 2) right = V.Fma(x, b1, right);
    }

    [MethodImpl(Jit.Inlined)]
    static V Load(T* source) => V.Load(ref *source, 0);

    [MethodImpl(Jit.Inlined)]
    static V Second(T* source) => V.Load(ref *source, V.Count);

    [MethodImpl(Jit.Inlined)]
    static void Store(V x, T* target) => V.Store(x, ref *target, 0);

    [MethodImpl(Jit.Inlined)]
    static void StoreSecond(V x, T* target) => V.Store(x, ref *target, V.Count);
}
