using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;

namespace Kobai.Products;

/// <summary>A window that moves over planes of numbers: the sizes of a convolution or of a pooling.</summary>
/// <remarks>
/// <para>The patch under the window at (row, column) has the elements (channel, i, j) at the place
/// (row · StrideY − Top + i · DilationY, column · StrideX − Left + j · DilationX) of the plane of that channel; what lies
/// outside the plane is 0. A matrix of patches has a row for each element and a column for each place of the window.</para>
/// <para>Patches are read from planes with their border, each row of which is dealt out into StrideX phases, so that
/// neighbors along a row of the matrix are neighbors in memory whatever the stride.</para>
/// </remarks>
readonly record struct Window(
    nint Channels, nint Height, nint Width, nint KernelHeight, nint KernelWidth, nint OutHeight, nint OutWidth,
    nint Top, nint Left, nint StrideY, nint StrideX, nint DilationY, nint DilationX)
{
    /// <summary>Elements are copied in blocks of this many bytes, the last of which may reach past the end.</summary>
    public const int Block = 32;

    /// <summary>Elements are read and written in registers of at most this many bytes, the last of which may reach past the end.</summary>
    public const int Slack = 64;

    /// <summary>The number of elements under the window in one plane.</summary>
    public nint Taps => KernelHeight * KernelWidth;

    /// <summary>The number of elements of a patch.</summary>
    public nint Patch => Channels * Taps;

    /// <summary>The number of places of the window.</summary>
    public nint Places => OutHeight * OutWidth;

    /// <summary>Whether the matrix of patches is the planes themselves.</summary>
    public bool IsPoint => KernelHeight == 1 && KernelWidth == 1 && OutHeight == Height && OutWidth == Width
        && Top == 0 && Left == 0 && StrideY == 1 && StrideX == 1;

    /// <summary>The elements of a row of a plane, in steps of StrideX.</summary>
    nint Phase { get; } = ((OutWidth - 1) * StrideX + (KernelWidth - 1) * DilationX) / StrideX + 1;

    nint Pitch => Phase * StrideX;

    /// <summary>The rows of a plane that some rows of windows see.</summary>
    nint Seen(nint rows) => (rows - 1) * StrideY + (KernelHeight - 1) * DilationY + 1;

    /// <summary>The size of the planes with border for some rows of windows.</summary>
    public nint Bordered(nint rows) => Channels * PlaneStep(rows);

    /// <summary>From a plane with border for some rows of windows to the next.</summary>
    public nint PlaneStep(nint rows) => Seen(rows) * Pitch;

    /// <summary>From the first element under the window at (row, 0) to each element under it, in the planes with border.</summary>
    public nint[] Offsets()
    {
        var offsets = new nint[Taps];
        for (nint k = 0; k < offsets.Length; k++)
            offsets[k] = k / KernelWidth * DilationY * Pitch + At(k % KernelWidth * DilationX);
        return offsets;
    }

    /// <summary>From a row of windows to the next, in the planes with border.</summary>
    public nint RowStep => StrideY * Pitch;

    /// <summary>Copies what the windows of some rows see, with its border.</summary>
    public unsafe void AddBorder<T>(T* x, nint first, nint rows, T* planes, T border = default) where T : unmanaged
    {
        for (nint c = 0; c < Channels; c++) AddBorderOfPlane(x + c * Height * Width, first, rows, planes + c * PlaneStep(rows), border);
    }

    /// <summary>Copies what the windows of some rows see of one plane, with its border; all is border if there is no plane.</summary>
    [MethodImpl(Jit.Apart)]
    public unsafe void AddBorderOfPlane<T>(T* x, nint first, nint rows, T* plane, T border = default) where T : unmanaged
    {
        nint seen = Seen(rows), pitch = Pitch, known = Known, even = At(Left), odd = At(Left + 1);
        for (nint i = 0; i < seen; i++, plane += pitch)
        {
            nint y = first * StrideY - Top + i;
            bool isInside = x != null && y >= 0 && y < Height;
            if (!isInside || known < pitch) new Span<T>(plane, (int)pitch).Fill(border);
            if (!isInside) continue;
            T* row = x + y * Width;
            if (StrideX == 1) new Span<T>(row, (int)known).CopyTo(new(plane + Left, (int)known));
            else if (Pairs.Suit<T>(StrideX)) Pairs.Split((float*)row, (float*)(plane + even), (float*)(plane + odd), known);
            else DealOut(row, plane, known);
        }
    }

    /// <summary>The planes without their border.</summary>
    public unsafe void RemoveBorder<T>(T* planes, T* x) where T : unmanaged => RemoveBorder(planes, x, Channels);

    /// <summary>So many planes without their border.</summary>
    [MethodImpl(Jit.Apart)]
    public unsafe void RemoveBorder<T>(T* planes, T* x, nint count) where T : unmanaged
    {
        nint seen = Seen(OutHeight), pitch = Pitch, even = At(Left), odd = At(Left + 1);
        for (nint c = 0; c < count; c++)
            for (nint y = 0; y < Height; y++, x += Width)
            {
                nint known = y + Top < seen ? Known : 0;
                T* row = planes + (c * seen + y + Top) * pitch;
                if (StrideX == 1) new Span<T>(row + Left, (int)known).CopyTo(new(x, (int)known));
                else if (Pairs.Suit<T>(StrideX)) Pairs.Join((float*)(row + even), (float*)(row + odd), (float*)x, known);
                else DealIn(row, x, known);
                if (known < Width) new Span<T>(x + known, (int)(Width - known)).Clear();
            }
    }

    // The elements of a row that windows see.
    nint Known => nint.Clamp(Pitch - Left, 0, Width);

    // The elements of a row to its phases.
    unsafe void DealOut<T>(T* row, T* bordered, nint count) where T : unmanaged
    {
        for (nint p = 0; p < StrideX; p++)
            for (nint j = 0, x = p - Left; j < Phase && x < count; j++, x += StrideX)
                if (x >= 0) bordered[p * Phase + j] = row[x];
    }

    // The elements of a row from its phases.
    unsafe void DealIn<T>(T* bordered, T* row, nint count) where T : unmanaged
    {
        for (nint p = 0; p < StrideX; p++)
            for (nint j = 0, x = p - Left; j < Phase && x < count; j++, x += StrideX)
                if (x >= 0) row[x] = bordered[p * Phase + j];
    }

    /// <summary>The matrix of patches of some rows of windows.</summary>
    [MethodImpl(Jit.Apart)]
    public unsafe void Unfold<T>(T* planes, nint rows, T* matrix) where T : unmanaged
    {
        nint seen = Seen(rows), step = RowStep;
        for (nint c = 0; c < Channels; c++)
            for (nint i = 0; i < KernelHeight; i++)
                for (nint j = 0; j < KernelWidth; j++)
                {
                    T* from = planes + (c * seen + i * DilationY) * Pitch + At(j * DilationX);
                    for (nint row = 0; row < rows; row++, from += step, matrix += OutWidth)
                    {
                        byte* source = (byte*)from, target = (byte*)matrix, end = (byte*)(matrix + OutWidth);
                        for (; target < end; source += Block, target += Block) Unsafe.CopyBlockUnaligned(target, source, Block);
                    }
                }
    }

    /// <summary>Adds the matrix of patches of some rows of windows back to where its elements came from.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="first">The first row of windows.</param>
    /// <param name="rows">The number of rows of windows.</param>
    /// <param name="planes">The planes with border that all rows of windows see.</param>
    [MethodImpl(Jit.Apart)]
    public unsafe void Fold<T>(T* matrix, nint first, nint rows, T* planes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint seen = Seen(OutHeight), step = RowStep;
        for (nint c = 0; c < Channels; c++)
            for (nint i = 0; i < KernelHeight; i++)
                for (nint j = 0; j < KernelWidth; j++, matrix += rows * OutWidth)
                {
                    T* to = planes + (c * seen + first * StrideY + i * DilationY) * Pitch + At(j * DilationX);
                    if (Vector256.IsHardwareAccelerated) AddRows<V256<T>, T>(matrix, rows, to, step);
                    else AddRows<V128<T>, T>(matrix, rows, to, step);
                }
    }

    [MethodImpl(Jit.Apart)]
    unsafe void AddRows<V, T>(T* from, nint rows, T* to, nint step)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = OutWidth, lanes = (nint)V.Count;
        for (nint row = 0; row < rows; row++, from += width, to += step)
        {
            nint x = 0;
            for (; x <= width - lanes; x += lanes) V.Store(V.Load(ref to[x], 0) + V.Load(ref from[x], 0), ref to[x], 0);
            for (; x < width; x++) to[x] += from[x];
        }
    }

    // Where the element x of a row with border lies.
    nint At(nint x) => StrideX == 1 ? x : x % StrideX * Phase + x / StrideX;
}
