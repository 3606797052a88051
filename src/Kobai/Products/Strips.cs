using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai.Products;

/// <summary>
/// Products with the patches under a window on one thread. A few patches at a time are laid out in the cache, straight
/// from the planes with border, and used up at once: there is never a matrix of patches.
/// </summary>
static unsafe class Strips
{
    /// <summary>The bytes of the widest strip row, and of the most rows of a tile.</summary>
    const int MostBytes = 128, MostRows = 12;

    /// <summary>A strip of at most this many terms stays in the first-level cache.</summary>
    const nint Terms = 256;

    /// <summary>So many strips share the rows of kernels that the first-level cache holds.</summary>
    const nint Group = 8;

    /// <summary>The bytes of memory that <c>Apply</c> needs.</summary>
    public static nint BytesOfApply(in Window window, nint outputs) =>
        (Together(window) * window.Taps * Group + 2 + outputs) * MostBytes;

    /// <summary>The bytes of memory that <c>AddProducts</c> needs.</summary>
    public static nint BytesOfProducts<T>(in Window window, nint rows, nint outputs) where T : unmanaged =>
        (outputs + MostBytes / sizeof(T) + MostRows) * rows * window.OutWidth * sizeof(T) + 2 * MostBytes;

    /// <summary>The bytes of memory that <c>Spread</c> needs.</summary>
    public static nint BytesOfSpread<T>(in Window window, nint rows, nint outputs) where T : unmanaged =>
        (outputs + MostRows) * Padded(rows * window.OutWidth, MostBytes / sizeof(T)) * sizeof(T);

    /// <summary>y = bias + W · patches, for the patches of some rows of windows.</summary>
    /// <param name="window">The window.</param>
    /// <param name="offsets">Where the elements under the window are.</param>
    /// <param name="planes">The planes with border that these rows see; they may be read a little past the end.</param>
    /// <param name="rows">The number of rows of windows.</param>
    /// <param name="weights">W: a row of Patch elements for each output.</param>
    /// <param name="bias">A number for each output, or null.</param>
    /// <param name="y">Where the places of the first output go.</param>
    /// <param name="step">From an output to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="memory">Room for <see cref="BytesOfApply"/>.</param>
    public static void Apply<T>(
        in Window window, nint[] offsets, T* planes, nint rows,
        T* weights, T* bias, T* y, nint step, nint outputs, void* memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            Apply<V512<T>, T>(window, offsets, planes, rows, weights, bias, y, step, outputs, (T*)memory);
        else if (Vector256.IsHardwareAccelerated)
            Apply<V256<T>, T>(window, offsets, planes, rows, weights, bias, y, step, outputs, (T*)memory);
        else
            Apply<V128<T>, T>(window, offsets, planes, rows, weights, bias, y, step, outputs, (T*)memory);
    }

    /// <summary>
    /// sums += patches · dyᵀ, for the patches of some rows of windows: a row of outputs for each element of a patch.
    /// </summary>
    /// <param name="window">The window.</param>
    /// <param name="offsets">Where the elements under the window are.</param>
    /// <param name="planes">The planes with border that these rows see; they may be read a little past the end.</param>
    /// <param name="rows">The number of rows of windows.</param>
    /// <param name="dy">The places of the first output.</param>
    /// <param name="step">From an output to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="memory">Room for <see cref="BytesOfProducts{T}"/>.</param>
    public static void AddProducts<T>(
        in Window window, nint[] offsets, T* planes, nint rows, T* dy, nint step, nint outputs, T* sums, void* memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            AddProducts<V512<T>, T>(window, offsets, planes, rows, dy, step, outputs, sums, (T*)memory);
        else if (Vector256.IsHardwareAccelerated)
            AddProducts<V256<T>, T>(window, offsets, planes, rows, dy, step, outputs, sums, (T*)memory);
        else
            AddProducts<V128<T>, T>(window, offsets, planes, rows, dy, step, outputs, sums, (T*)memory);
    }

    /// <summary>Adds the patches Wᵀ · dy at the places of some rows of windows to where their elements are.</summary>
    /// <param name="window">The window.</param>
    /// <param name="offsets">Where the elements under the window are.</param>
    /// <param name="dy">The places of the first output.</param>
    /// <param name="step">From an output to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="weights">W: a row of Patch elements for each output.</param>
    /// <param name="planes">The planes with border, from the first of these rows on.</param>
    /// <param name="starts">Where the plane of each channel begins; what is left of 0 is not there.</param>
    /// <param name="rows">The number of rows of windows.</param>
    /// <param name="memory">Room for <see cref="BytesOfSpread{T}"/>.</param>
    public static void Spread<T>(
        in Window window, nint[] offsets, T* dy, nint step, nint outputs, T* weights,
        T* planes, nint[] starts, nint rows, void* memory)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            Spread<V512<T>, T>(window, offsets, dy, step, outputs, weights, planes, starts, rows, (T*)memory);
        else if (Vector256.IsHardwareAccelerated)
            Spread<V256<T>, T>(window, offsets, dy, step, outputs, weights, planes, starts, rows, (T*)memory);
        else
            Spread<V128<T>, T>(window, offsets, dy, step, outputs, weights, planes, starts, rows, (T*)memory);
    }

    /// <summary>The channels whose elements make up the terms of a strip: even parts of them all.</summary>
    static nint Together(in Window window)
    {
        nint most = nint.Clamp(Terms / window.Taps, 1, nint.Max(1, window.Channels));
        return Work.Chunks(window.Channels, nint.Max(1, Work.Chunks(window.Channels, most)));
    }

    [SkipLocalsInit]
    [MethodImpl(Jit.Apart)]
    static void Apply<V, T>(
        in Window window, nint[] offsets, T* planes, nint rows,
        T* weights, T* bias, T* y, nint step, nint outputs, T* memory)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint columns = 2 * (nint)V.Count, places = rows * window.OutWidth, plane = window.PlaneStep(rows);
        nint together = Together(window), patch = window.Patch, panels = Tile<V, T>.Panels(outputs);
        T* starts = memory, strips = starts + outputs * columns, tile = stackalloc T[MostRows * MostBytes / sizeof(T)];
        for (nint o = 0; o < outputs; o++)
            new Span<T>(starts + o * columns, (int)columns).Fill(bias == null ? T.Zero : bias[o]);
        for (nint channel = 0; channel < window.Channels; channel += together)
        {
            nint channels = nint.Min(together, window.Channels - channel), terms = channels * window.Taps;
            for (nint first = 0; first < places; first += Group * columns)
            {
                nint end = nint.Min(places, first + Group * columns), whole = (end - first) / columns;
                nint last = first + whole * columns;
                for (nint place = first; place < end; place += columns)
                {
                    LayOut<V, T>(
                        window, offsets, planes + channel * plane, plane, channels, place,
                        nint.Min(columns, end - place), strips + (place - first) * terms, Wide<V, T>(end - place));
                }
                for (nint panel = 0, row = 0; panel < panels; panel++)
                {
                    nint height = (outputs - row) / (panels - panel);
                    T* a = weights + row * patch + channel * window.Taps, started = starts + row * columns;
                    T* c = y + row * step + first;
                    bool isFirst = channel == 0;
                    Tile<V, T>.Run(
                        whole, height, true, terms, a, patch, 1, strips, columns, columns * terms,
                        isFirst ? started : c, isFirst ? columns : step, isFirst ? 0 : columns, c, step);
                    if (last < end)
                    {
                        nint count = end - last, wide = Wide<V, T>(count);
                        T* to = y + row * step + last;
                        if (!isFirst) Copy(to, step, tile, wide, height, count);
                        Tile<V, T>.Run(
                            height, wide == columns, terms, a, patch, 1, strips + (last - first) * terms, wide,
                            isFirst ? started : tile, isFirst ? columns : wide, tile, wide);
                        Copy(tile, wide, to, step, height, count);
                    }
                    row += height;
                }
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(Jit.Apart)]
    static void AddProducts<V, T>(
        in Window window, nint[] offsets, T* planes, nint rows, T* dy, nint step, nint outputs, T* sums, T* memory)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint columns = 2 * (nint)V.Count, places = rows * window.OutWidth, plane = window.PlaneStep(rows);
        nint patch = window.Patch, panels = Tile<V, T>.Panels(patch);
        T* patches = memory, strips = patches + Padded(MostRows * places + columns, MostBytes / sizeof(T));
        T* tile = stackalloc T[MostRows * MostBytes / sizeof(T)];
        nint whole = outputs / columns, last = whole * columns, rest = outputs - last, wide = Wide<V, T>(rest);
        Pack<V, T>.Strips(strips, dy, places, whole, 1, step);
        if (rest > 0) Pack<V, T>.Strip(strips + last * places, wide, dy + last * step, places, rest, 1, step);
        for (nint panel = 0, k = 0; panel < panels; panel++)
        {
            nint height = (patch - k) / (panels - panel);
            for (nint i = 0; i < height; i++)
            {
                (nint channel, nint tap) = Math.DivRem(k + i, window.Taps);
                T* from = planes + channel * plane + offsets[tap];
                LayOutRows<V, T>(from, window.RowStep, rows, patches + i * places, window.OutWidth);
            }
            T* c = sums + k * outputs, to = c + last;
            Tile<V, T>.Run(
                whole, height, true, places, patches, places, 1, strips, columns, columns * places,
                c, outputs, columns, c, outputs);
            if (rest > 0)
            {
                Copy(to, outputs, tile, wide, height, rest);
                Tile<V, T>.Run(
                    height, wide == columns, places, patches, places, 1, strips + last * places, wide,
                    tile, wide, tile, wide);
                Copy(tile, wide, to, outputs, height, rest);
            }
            k += height;
        }
    }

    [MethodImpl(Jit.Apart)]
    static void Spread<V, T>(
        in Window window, nint[] offsets, T* dy, nint step, nint outputs, T* weights,
        T* planes, nint[] starts, nint rows, T* memory)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint columns = 2 * (nint)V.Count, places = rows * window.OutWidth, padded = Padded(places, columns);
        nint whole = places / columns, filled = whole * columns;
        nint patch = window.Patch, panels = Tile<V, T>.Panels(patch);
        T* patches = memory, strips = patches + MostRows * padded;
        Pack<V, T>.Strips(strips, dy, outputs, whole, step, 1);
        if (filled < places)
            Pack<V, T>.Strip(strips + filled * outputs, columns, dy + filled, outputs, places - filled, step, 1);
        for (nint panel = 0, k = 0; panel < panels; panel++)
        {
            nint height = (patch - k) / (panels - panel);
            for (nint o = 0; o < outputs; o += Terms)
            {
                bool isFirst = o == 0;
                Tile<V, T>.Run(
                    padded / columns, height, true, nint.Min(Terms, outputs - o), weights + k + o * patch, 1, patch,
                    strips + o * columns, columns, columns * outputs,
                    isFirst ? (T*)Scratch.Zeros : patches, isFirst ? 0 : padded, isFirst ? 0 : columns,
                    patches, padded);
            }
            for (nint i = 0; i < height; i++, k++)
            {
                (nint channel, nint tap) = Math.DivRem(k, window.Taps);
                if (starts[channel] < 0) continue;
                T* to = planes + starts[channel] + offsets[tap];
                AddRows<V, T>(patches + i * padded, window.OutWidth, rows, to, window.RowStep);
            }
        }
    }

    /// <summary>
    /// The elements of the patches at some places, a row of them for each element under the window. Runs along a row of
    /// windows are copied in whole registers; what they spill over, the runs and rows after them write again.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(Jit.Apart)]
    static void LayOut<V, T>(
        in Window window, nint[] offsets, T* planes, nint plane, nint channels,
        nint place, nint count, T* strip, nint wide)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint lanes = (nint)V.Count, runs = 0;
        nint* from = stackalloc nint[MostBytes / sizeof(float)], to = stackalloc nint[MostBytes / sizeof(float)];
        (nint row, nint column) = Math.DivRem(place, window.OutWidth);
        for (nint at = 0; at < count; row++, column = 0)
        {
            nint length = nint.Min(count - at, window.OutWidth - column);
            for (nint x = 0; x < length; x += lanes)
                (from[runs], to[runs++]) = (row * window.RowStep + column + x, at + x);
            at += length;
        }
        nint from0 = from[0], last = runs - 1, from1 = from[nint.Min(1, last)], to1 = to[nint.Min(1, last)];
        nint from2 = from[nint.Min(2, last)], to2 = to[nint.Min(2, last)];
        for (nint c = 0; c < channels; c++, planes += plane)
            foreach (nint offset in offsets)
            {
                T* source = planes + offset;
                V.Store(V.Load(ref source[from0], 0), ref *strip, 0);
                V.Store(V.Load(ref source[from1], 0), ref strip[to1], 0);
                if (runs > 2)
                {
                    V.Store(V.Load(ref source[from2], 0), ref strip[to2], 0);
                    for (nint run = 3; run < runs; run++)
                        V.Store(V.Load(ref source[from[run]], 0), ref strip[to[run]], 0);
                }
                strip += wide;
            }
    }

    /// <summary>One element under the window at every place, in whole registers that the next rows write over.</summary>
    [MethodImpl(Jit.Apart)]
    static void LayOutRows<V, T>(T* from, nint step, nint rows, T* to, nint width)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint row = 0; row < rows; row++, from += step, to += width)
            for (nint x = 0; x < width; x += (nint)V.Count) V.Store(V.Load(ref from[x], 0), ref to[x], 0);
    }

    /// <summary>Adds rows to rows further apart.</summary>
    [MethodImpl(Jit.Apart)]
    static void AddRows<V, T>(T* from, nint width, nint rows, T* to, nint step)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (nint row = 0; row < rows; row++, from += width, to += step)
        {
            nint x = 0;
            for (; x <= width - (nint)V.Count; x += (nint)V.Count)
                V.Store(V.Load(ref to[x], 0) + V.Load(ref from[x], 0), ref to[x], 0);
            for (; x <= width - (nint)V128<T>.Count; x += (nint)V128<T>.Count)
                V128<T>.Store(V128<T>.Load(ref to[x], 0) + V128<T>.Load(ref from[x], 0), ref to[x], 0);
            for (; x < width; x++) to[x] += from[x];
        }
    }

    /// <summary>The columns of a strip that holds so many: one register of them is enough, or two.</summary>
    static nint Wide<V, T>(nint count)
        where V : unmanaged, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (count > (nint)V.Count ? 2 : 1) * (nint)V.Count;

    static nint Padded(nint places, nint columns) => (places + columns - 1) / columns * columns;

    [MethodImpl(Jit.Apart)]
    static void Copy<T>(T* from, nint fromStep, T* to, nint toStep, nint rows, nint count) where T : unmanaged
    {
        for (nint row = 0; row < rows; row++)
            for (nint x = 0; x < count; x++) to[row * toStep + x] = from[row * fromStep + x];
    }
}
