using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>What pooling does with the elements under a window.</summary>
unsafe interface IPool
{
    /// <summary>What the border around a plane is made of.</summary>
    static abstract double Border { get; }

    /// <summary>y of the windows of some columns, and what the gradient will want to know of each.</summary>
    static abstract void Value<V, T>(T* x, nint[] offsets, T* y, T* note)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The part of dy that goes to the element of its window that has this number.</summary>
    static abstract V Gradient<V, T>(V number, V dy, V note)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Runs a window over each plane: the loops behind the pooling operations.</summary>
static unsafe class Pooling
{
    const nint ChunkElements = 1 << 15;

    /// <summary>The window over planes, the last two axes, of a pooling.</summary>
    /// <exception cref="ShapeException">x has no planes, or the window does not fit.</exception>
    public static Window Rule(string op, Tensor x, Pair kernel, Pair? givenStride, Pair padding, Pair dilation, bool ceiling)
    {
        Pair.Positive(op, "kernel", kernel);
        Pair.Positive(op, "dilation", dilation);
        var stride = Pair.Positive(op, "stride", givenStride ?? kernel);
        if (x.Rank is not (3 or 4)) throw new ShapeException($"{op}: x must be (images, channels, height, width) or (channels, height, width); x is {x.Shape}.");
        if (padding.Height < 0 || padding.Width < 0 || padding.Height > kernel.Height / 2 || padding.Width > kernel.Width / 2)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), $"{op}: padding must be from 0 to half the kernel; kernel is {kernel}, padding is {padding}.");
        }
        nint rows = Places(x.Shape[^2], kernel.Height, stride.Height, padding.Height, dilation.Height, ceiling);
        nint columns = Places(x.Shape[^1], kernel.Width, stride.Width, padding.Width, dilation.Width, ceiling);
        if (rows < 1 || columns < 1)
        {
            throw new ShapeException(
                $"{op}: the window must fit into the padded planes; x is {x.Shape}, kernel is {kernel}, padding is {padding}, dilation is {dilation}.");
        }
        return new(1, x.Shape[^2], x.Shape[^1], kernel.Height, kernel.Width, rows, columns,
            padding.Height, padding.Width, stride.Height, stride.Width, dilation.Height, dilation.Width);
    }

    /// <summary>The pooled planes, recorded; the notes are part of the call where they are known before.</summary>
    public static Tensor Run<P>(string op, Tensor x, Window window, Tensor? known = null) where P : struct, IPool
    {
        Tensor input = Kernel.Packed(x), y = Tensor.Empty(Shape.Create([.. x.Shape.Sizes[..^2], window.OutHeight, window.OutWidth]), x.DType);
        var notes = known ?? Tensor.Empty(y.Shape, y.DType);
        nint step = known is null ? window.Places : 0;
        if (x.DType == DType.Float32) Forward<P, float>(window, input, y, notes, step);
        else Forward<P, double>(window, input, y, notes, step);
        return y.Record(op, [x], dy =>
        {
            var dx = Tensor.Empty(x.Shape, x.DType);
            if (x.DType == DType.Float32) Backward<P, float>(window, Kernel.Packed(dy), notes, step, dx);
            else Backward<P, double>(window, Kernel.Packed(dy), notes, step, dx);
            return [dx];
        });
    }

    // How many windows fit; rounded up, the last may hang over the end but must begin before the padding there.
    static nint Places(nint size, int kernel, int stride, int padding, int dilation, bool ceiling)
    {
        nint room = size + 2 * padding - dilation * (kernel - 1) - 1;
        if (room < 0) return 0;
        nint places = (ceiling ? (room + stride - 1) / stride : room / stride) + 1;
        return ceiling && (places - 1) * stride >= size + padding ? places - 1 : places;
    }

    static void Forward<P, T>(Window window, Tensor x, Tensor y, Tensor notes, nint noteStep)
        where P : struct, IPool where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint plane = window.Height * window.Width, places = window.Places;
        nint[] offsets = window.Offsets();
        fixed (T* px = &x.Start<T>(), py = &y.Start<T>(), pn = &notes.Start<T>())
        {
            T* input = px, result = py, note = pn;
            Each<T>(window, x.Count / nint.Max(1, plane), (i, bordered) =>
            {
                window.AddBorder(input + i * plane, 0, window.OutHeight, bordered, T.CreateTruncating(P.Border));
                nint column = 0;
                T* to = result + i * places, about = note + i * noteStep;
                if (Vector256.IsHardwareAccelerated) column = Values<P, V256<T>, T>(window, offsets, column, bordered, to, about);
                column = Values<P, V128<T>, T>(window, offsets, column, bordered, to, about);
                Values<P, V1<T>, T>(window, offsets, column, bordered, to, about);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, y, notes]) GC.KeepAlive(used);
    }

    static void Backward<P, T>(Window window, Tensor dy, Tensor notes, nint noteStep, Tensor dx)
        where P : struct, IPool where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint plane = window.Height * window.Width, places = window.Places;
        nint[] offsets = window.Offsets();
        bool isTiled = window.DilationY == 1 && window.DilationX == 1
            && window.StrideY == window.KernelHeight && window.StrideX == window.KernelWidth;
        fixed (T* pdx = &dx.Start<T>(), pdy = &dy.Start<T>(), pn = &notes.Start<T>())
        {
            T* gradient = pdx, upstream = pdy, note = pn;
            Each<T>(window, dx.Count / nint.Max(1, plane), (i, bordered) =>
            {
                T* from = upstream + i * places, about = note + i * noteStep;
                if (isTiled) Set<P, T>(window, offsets, from, about, bordered);
                else Add<P, T>(window, offsets, from, about, bordered);
                window.RemoveBorder(bordered, gradient + i * plane);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[dy, dx, notes]) GC.KeepAlive(used);
    }

    // Each element under exactly one window: it is set to what it gets.
    static void Set<P, T>(Window window, nint[] offsets, T* dy, T* note, T* bordered)
        where P : struct, IPool where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint column = 0;
        if (Vector256.IsHardwareAccelerated) column = SetGradients<P, V256<T>, T>(window, offsets, column, dy, note, bordered);
        column = SetGradients<P, V128<T>, T>(window, offsets, column, dy, note, bordered);
        SetGradients<P, V1<T>, T>(window, offsets, column, dy, note, bordered);
    }

    [MethodImpl(Jit.Apart)]
    static void Add<P, T>(Window window, nint[] offsets, T* dy, T* note, T* bordered)
        where P : struct, IPool where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(bordered, checked((int)window.Bordered(window.OutHeight))).Clear();
        for (nint k = 0; k < offsets.Length; k++)
        {
            nint column = 0;
            T* to = bordered + offsets[k];
            if (Vector256.IsHardwareAccelerated) column = AddGradients<P, V256<T>, T>(window, k, column, dy, note, to);
            column = AddGradients<P, V128<T>, T>(window, k, column, dy, note, to);
            AddGradients<P, V1<T>, T>(window, k, column, dy, note, to);
        }
    }

    // From this column on, as many columns of windows as fill registers; gives the first that is left.
    [MethodImpl(Jit.Apart)]
    static nint Values<P, V, T>(Window window, nint[] offsets, nint first, T* bordered, T* y, T* note)
        where P : struct, IPool where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = window.OutWidth, step = window.RowStep, lanes = (nint)V.Count, end = width - (width - first) % lanes;
        for (nint row = 0; row < window.OutHeight && first < end; row++, bordered += step, y += width, note += width)
            for (nint x = first; x < end; x += lanes) P.Value<V, T>(bordered + x, offsets, y + x, note + x);
        return end;
    }

    [MethodImpl(Jit.Apart)]
    static nint SetGradients<P, V, T>(Window window, nint[] offsets, nint first, T* dy, T* note, T* dx)
        where P : struct, IPool where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = window.OutWidth, step = window.RowStep, lanes = (nint)V.Count, end = width - (width - first) % lanes;
        for (nint row = 0; row < window.OutHeight && first < end; row++, dy += width, note += width, dx += step)
            for (nint x = first; x < end; x += lanes)
            {
                V number = V.Zero, upstream = V.Load(ref dy[x], 0), about = V.Load(ref note[x], 0);
                foreach (nint offset in offsets)
                {
                    V.Store(P.Gradient<V, T>(number, upstream, about), ref dx[offset + x], 0);
                    number += V.One;
                }
            }
        return end;
    }

    // Adds what the element k of the window gets at all places of these columns.
    [MethodImpl(Jit.Apart)]
    static nint AddGradients<P, V, T>(Window window, nint k, nint first, T* dy, T* note, T* dx)
        where P : struct, IPool where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint width = window.OutWidth, step = window.RowStep, lanes = (nint)V.Count, end = width - (width - first) % lanes;
        V number = V.Fill(k);
        for (nint row = 0; row < window.OutHeight && first < end; row++, dy += width, note += width, dx += step)
            for (nint x = first; x < end; x += lanes)
            {
                V part = P.Gradient<V, T>(number, V.Load(ref dy[x], 0), V.Load(ref note[x], 0));
                V.Store(V.Load(ref dx[x], 0) + part, ref dx[x], 0);
            }
        return end;
    }

    delegate void Body<T>(nint plane, T* bordered) where T : unmanaged;

    // Runs the planes in chunks, with memory for one of them and its border.
    static void Each<T>(Window window, nint planes, Body<T> body) where T : unmanaged
    {
        nint perChunk = nint.Max(1, ChunkElements / nint.Max(1, window.Bordered(window.OutHeight)));
        Work.For(Work.Chunks(planes, perChunk), chunk =>
        {
            nuint bytes = Pool.RoundUp((nuint)(window.Bordered(window.OutHeight) * sizeof(T)));
            nint address = Pool.Take(bytes);
            try
            {
                for (nint i = chunk * perChunk; i < nint.Min(planes, (chunk + 1) * perChunk); i++) body(i, (T*)address);
            }
            finally
            {
                Pool.Return(address, bytes);
            }
        });
    }
}
