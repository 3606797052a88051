using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Simd;
using Kobai.Threads;

namespace Kobai;

/// <summary>A convolution of each plane with a kernel of its own: a matrix product would have a single row.</summary>
/// <remarks>
/// A plane with its border is one run of numbers, and so is the result laid out in rows as long as those of the plane: each
/// element of the kernel is one multiple of a run added to another. What comes to lie between the rows of the result is left
/// out. With a stride, each row of the result is a run. Runs are padded to whole blocks of lanes.
/// </remarks>
/// <param name="window">How the window moves over a plane.</param>
/// <param name="images">The number of images.</param>
/// <param name="channels">The number of planes of an image.</param>
sealed unsafe class Depthwise(Window window, nint images, nint channels)
{
    const nint Lanes = 32, ChunkTerms = 1 << 18;

    readonly nint[] _offsets = window.Offsets(), _back = Array.ConvertAll(window.Offsets(), offset => -offset);
    readonly nint _plane = window.Height * window.Width, _places = window.Places;
    readonly bool _isFlat = window.StrideX == 1 && window.StrideY == 1;

    nint Bordered => window.Bordered(window.OutHeight);
    nint Runs => _isFlat ? 1 : window.OutHeight;
    nint Length => Padded(_isFlat ? (window.OutHeight - 1) * window.RowStep + window.OutWidth : window.OutWidth);
    nint RowStep => _isFlat ? window.RowStep : Length;

    /// <summary>y = Σ w · x, chains of fused multiply-adds from the bias over the elements of the kernel in their order.</summary>
    public void Forward<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pw = &weight.Start<T>(), pb = &Tensor.StartOrNull<T>(bias), py = &y.Start<T>())
        {
            T* inputs = px, weights = pw, biases = pb, results = py;
            Each<T>(images * channels, 1, (item, bordered, rows) =>
            {
                nint channel = item % channels;
                window.AddBorder(inputs + item * _plane, 0, window.OutHeight, bordered);
                for (nint run = 0; run < Runs; run++)
                {
                    SumUp(bordered + run * window.RowStep, _offsets, weights + channel * _offsets.Length,
                        biases == null ? T.Zero : biases[channel], rows + run * Length, Length);
                }
                for (nint row = 0; row < window.OutHeight; row++)
                    new Span<T>(rows + row * RowStep, (int)window.OutWidth).CopyTo(new(results + item * _places + row * window.OutWidth, (int)window.OutWidth));
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[x, weight, bias, y]) GC.KeepAlive(used);
    }

    /// <summary>dx: each dy times the kernel, added where it came from.</summary>
    public void InputGradient<T>(Tensor dy, Tensor weight, Tensor dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pdy = &dy.Start<T>(), pw = &weight.Start<T>(), pdx = &dx.Start<T>())
        {
            T* upstream = pdy, weights = pw, gradients = pdx;
            Each<T>(images * channels, 1, (item, bordered, rows) =>
            {
                LayOut(upstream + item * _places, rows);
                T* kernel = weights + item % channels * _offsets.Length;
                if (_isFlat) SumUp(rows, _back, kernel, T.Zero, bordered, Padded(Bordered));
                else Spread(rows, kernel, bordered);
                window.RemoveBorder(bordered, gradients + item * _plane);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[dy, weight, dx]) GC.KeepAlive(used);
    }

    /// <summary>dW of each channel, summed over its planes in 32 lanes whatever the width of registers.</summary>
    public void WeightGradient<T>(Tensor x, Tensor dy, Tensor dw) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* px = &x.Start<T>(), pdy = &dy.Start<T>(), pdw = &dw.Start<T>())
        {
            T* inputs = px, upstream = pdy, results = pdw;
            Each<T>(channels, images, (channel, bordered, rows) =>
            {
                T[] sums = new T[_offsets.Length * Lanes];
                fixed (T* lanes = sums)
                {
                    for (nint image = 0; image < images; image++)
                    {
                        nint item = image * channels + channel;
                        window.AddBorder(inputs + item * _plane, 0, window.OutHeight, bordered);
                        LayOut(upstream + item * _places, rows);
                        for (nint run = 0; run < Runs; run++) AddProducts(bordered + run * window.RowStep, rows + run * Length, lanes);
                    }
                    for (nint k = 0; k < _offsets.Length; k++)
                        results[channel * _offsets.Length + k] = T.CreateTruncating(Sums.Of(lanes + k * Lanes, Lanes));
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, dy, dw]) GC.KeepAlive(used);
    }

    // The rows of dy where the runs want them; between them are zeros from the beginning.
    void LayOut<T>(T* dy, T* rows) where T : unmanaged
    {
        for (nint row = 0; row < window.OutHeight; row++)
            new Span<T>(dy + row * window.OutWidth, (int)window.OutWidth).CopyTo(new(rows + row * RowStep, (int)window.OutWidth));
    }

    // Each row of dy times each element of the kernel, added to the plane with border.
    void Spread<T>(T* rows, T* kernel, T* bordered) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(bordered, (int)Bordered).Clear();
        for (nint run = 0; run < Runs; run++)
            for (nint k = 0; k < _offsets.Length; k++)
            {
                T* sum = bordered + run * window.RowStep + _offsets[k];
                Map.Value3(default(Times), rows + run * Length, 1, kernel + k, 0, sum, 1, sum, window.OutWidth);
            }
    }

    static void SumUp<T>(T* x, nint[] offsets, T* weights, T bias, T* y, nint n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) SumUp<V512<T>, T>(x, offsets, weights, bias, y, n);
        else if (Vector256.IsHardwareAccelerated) SumUp<V256<T>, T>(x, offsets, weights, bias, y, n);
        else if (Vector128.IsHardwareAccelerated) SumUp<V128<T>, T>(x, offsets, weights, bias, y, n);
        else SumUp<V1<T>, T>(x, offsets, weights, bias, y, n);
    }

    // The bias and all elements of the kernel for two registers of the result at a time.
    [MethodImpl(Jit.Apart)]
    static void SumUp<V, T>(T* x, nint[] offsets, T* weights, T bias, T* y, nint n)
        where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count;
        for (nint i = 0; i < n; i += 2 * step)
        {
            V first = V.Broadcast(bias), second = first;
            for (int k = 0; k < offsets.Length; k++)
            {
                T* from = x + i + offsets[k];
                V weight = V.Broadcast(weights[k]);
                first = V.Fma(V.Load(ref *from, 0), weight, first);
                second = V.Fma(V.Load(ref from[step], 0), weight, second);
            }
            V.Store(first, ref y[i], 0);
            V.Store(second, ref y[i + step], 0);
        }
    }

    void AddProducts<T>(T* x, T* dy, T* lanes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) AddProducts<V512<T>, T>(x, dy, lanes);
        else if (Vector256.IsHardwareAccelerated) AddProducts<V256<T>, T>(x, dy, lanes);
        else if (Vector128.IsHardwareAccelerated) AddProducts<V128<T>, T>(x, dy, lanes);
        else AddProducts<V1<T>, T>(x, dy, lanes);
    }

    [MethodImpl(Jit.Apart)]
    void AddProducts<V, T>(T* x, T* dy, T* lanes) where V : struct, ISimd<V, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint step = (nint)V.Count, length = Length;
        nint[] offsets = _offsets;
        for (nint lane = 0; lane < Lanes; lane += 2 * step)
            for (int k = 0; k < offsets.Length; k += 3)
            {
                // Up to three elements of the kernel; past the last one, the last again.
                int k1 = Math.Min(k + 1, offsets.Length - 1), k2 = Math.Min(k + 2, offsets.Length - 1);
                nint offset = offsets[k], offset1 = offsets[k1], offset2 = offsets[k2];
                T* sum = lanes + k * Lanes + lane, sum1 = lanes + k1 * Lanes + lane, sum2 = lanes + k2 * Lanes + lane;
                V a = V.Load(ref *sum, 0), a1 = V.Load(ref *sum1, 0), a2 = V.Load(ref *sum2, 0);
                V b = V.Load(ref sum[step], 0), b1 = V.Load(ref sum1[step], 0), b2 = V.Load(ref sum2[step], 0);
                for (nint i = lane; i < length; i += Lanes)
                {
                    V upstream = V.Load(ref dy[i], 0), next = V.Load(ref dy[i + step], 0);
                    T* from = x + i;
                    a = V.Fma(V.Load(ref from[offset], 0), upstream, a);
                    b = V.Fma(V.Load(ref from[offset + step], 0), next, b);
                    a1 = V.Fma(V.Load(ref from[offset1], 0), upstream, a1);
                    b1 = V.Fma(V.Load(ref from[offset1 + step], 0), next, b1);
                    a2 = V.Fma(V.Load(ref from[offset2], 0), upstream, a2);
                    b2 = V.Fma(V.Load(ref from[offset2 + step], 0), next, b2);
                }
                V.Store(a, ref *sum, 0);
                V.Store(b, ref sum[step], 0);
                V.Store(a1, ref *sum1, 0);
                V.Store(b1, ref sum1[step], 0);
                V.Store(a2, ref *sum2, 0);
                V.Store(b2, ref sum2[step], 0);
            }
    }

    delegate void Body<T>(nint item, T* bordered, T* rows) where T : unmanaged;

    // Runs the items in chunks of some work each, with memory for a plane with border and for the rows of its result.
    void Each<T>(nint items, nint planesOfItem, Body<T> body) where T : unmanaged
    {
        nint perChunk = nint.Clamp(ChunkTerms / nint.Max(1, planesOfItem * Runs * Length * _offsets.Length), 1, nint.Max(1, items));
        Work.For(Work.Chunks(items, perChunk), chunk =>
        {
            // Runs reach past the plane and past its result at both ends, by less than the plane.
            nint bordered = Padded(Bordered), size = bordered + nint.Max(bordered, Runs * Length) + Length;
            nuint bytes = Pool.RoundUp((nuint)(2 * size * sizeof(T)));
            nint address = Pool.Take(bytes);
            try
            {
                T* memory = (T*)address;
                new Span<T>(memory, checked((int)(2 * size))).Clear();
                for (nint i = chunk * perChunk; i < nint.Min(items, (chunk + 1) * perChunk); i++) body(i, memory, memory + size + bordered);
            }
            finally
            {
                Pool.Return(address, bytes);
            }
        });
    }

    static nint Padded(nint length) => (length + Lanes - 1) / Lanes * Lanes;

    readonly struct Times : IFunction3
    {
        V IFunction3.Value<V>(V a, V b, V c) => V.Fma(a, b, c);
    }
}
