using System.Numerics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Threads;

namespace Kobai;

/// <summary>The three products of a convolution: its result, and its gradients by the input and by the weight.</summary>
/// <remarks>
/// Each is a matrix product with the patches of an image, which are laid out a few at a time, never for the
/// batch. The channels of a group in an image are an item below.
/// </remarks>
/// <param name="window">How the window moves over the planes of one item.</param>
/// <param name="images">The number of images.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="outputs">The outputs of one group.</param>
sealed unsafe class Convolution(Window window, nint images, nint groups, nint outputs)
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint BlockElements = 1 << 16, LeastPlaces = 128, MostPlaces = 768, PlacesOfSum = 256, MostParts = 8, PartElements = 1 << 22;
    const double ChunkTerms = 1 << 20;

    readonly nint[] _offsets = window.Offsets();
    readonly nint _places = window.Places, _patch = window.Patch, _plane = window.Channels * window.Height * window.Width;

    /// <summary>y = W · patches, plus the bias of each output.</summary>
    public void Forward(Tensor x, Tensor weight, Tensor? bias, Tensor y)
    {
        if (IsDepthwise && x.DType == DType.Float32) Planes.Forward<float>(x, weight, bias, y);
        else if (IsDepthwise) Planes.Forward<double>(x, weight, bias, y);
        else if (x.DType == DType.Float32) Forward<float>(x, weight, bias, y);
        else Forward<double>(x, weight, bias, y);
    }

    /// <summary>dx of a shape: the patches Wᵀ · dy, each added where it came from.</summary>
    public Tensor InputGradient(Tensor dy, Tensor weight, Shape shape)
    {
        var dx = Tensor.Empty(shape, dy.DType);
        if (IsDepthwise && dy.DType == DType.Float32) Planes.InputGradient<float>(dy, weight, dx);
        else if (IsDepthwise) Planes.InputGradient<double>(dy, weight, dx);
        else if (dy.DType == DType.Float32) InputGradient<float>(dy, weight, dx);
        else InputGradient<double>(dy, weight, dx);
        return dx;
    }

    /// <summary>dW of a shape: (patches · dyᵀ)ᵀ, summed over the images.</summary>
    /// <remarks>The images are summed in a few parts, as many as the sizes ask for, and the parts in their order.</remarks>
    public Tensor WeightGradient(Tensor x, Tensor dy, Shape shape)
    {
        if (IsDepthwise)
        {
            var dw = Tensor.Empty(shape, x.DType);
            if (x.DType == DType.Float32) Planes.WeightGradient<float>(x, dy, dw);
            else Planes.WeightGradient<double>(x, dy, dw);
            return dw;
        }
        var sums = x.DType == DType.Float32 ? WeightGradient<float>(x, dy) : WeightGradient<double>(x, dy);
        return Kernel.Packed(sums.Sum(0).View([groups, _patch, outputs]).Transpose(1, 2)).View(shape);
    }

    bool IsDepthwise => outputs == 1 && window.Channels == 1 && groups > 1 && !window.IsPoint;

    Depthwise Planes => new(window, images, groups);

    void Forward<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perBlock = Rows(BlockElements / nint.Max(1, window.Bordered(1)) * window.KernelHeight, LeastPlaces);
        nint blocks = Work.Chunks(window.OutHeight, perBlock), planes = Bytes<T>(window.Bordered(perBlock));
        fixed (T* px = &x.Start<T>(), pw = &weight.Start<T>(), pb = &Tensor.StartOrNull<T>(bias), py = &y.Start<T>())
        {
            T* inputs = px, weights = pw, biases = pb, results = py;
            Each(images * groups * blocks, (double)outputs * _patch * _places / blocks, planes + Strips.BytesOfApply(window, outputs), (i, memory) =>
            {
                (nint item, nint block) = Math.DivRem(i, blocks);
                nint group = item % groups, first = block * perBlock, rows = nint.Min(perBlock, window.OutHeight - first);
                T* x = inputs + item * _plane, w = weights + group * outputs * _patch, b = biases == null ? null : biases + group * outputs;
                T* y = results + item * outputs * _places + first * window.OutWidth;
                if (window.IsPoint)
                {
                    nint count = rows * window.OutWidth;
                    for (nint o = 0; o < outputs && b != null; o++) new Span<T>(y + o * _places, (int)count).Fill(b[o]);
                    Gemm.Run(outputs, count, _patch, w, _patch, 1, x + first * window.OutWidth, _places, 1, y, _places, accumulate: b != null);
                    return;
                }
                window.AddBorder(x, first, rows, (T*)memory);
                Strips.Apply(window, _offsets, (T*)memory, rows, w, b, y, _places, outputs, (void*)(memory + planes));
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[x, weight, bias, y]) GC.KeepAlive(used);
    }

    void InputGradient<T>(Tensor dy, Tensor weight, Tensor dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perBlock = Rows(nint.Min(BlockElements / nint.Max(1, outputs), MostPlaces) / window.OutWidth, 1);
        nint plane = window.PlaneStep(window.OutHeight), border = window.IsPoint ? 0 : Bytes<T>(plane * window.Channels);
        nint bytes = border + (window.IsPoint ? 0 : Strips.BytesOfSpread<T>(window, perBlock, outputs));
        fixed (T* pdy = &dy.Start<T>(), pw = &weight.Start<T>(), pdx = &dx.Start<T>())
        {
            T* upstream = pdy, weights = pw, gradients = pdx;
            Each(images * groups, (double)outputs * _patch * _places, bytes, (item, memory) =>
            {
                T* w = weights + item % groups * outputs * _patch, dy = upstream + item * outputs * _places, dx = gradients + item * _plane;
                if (window.IsPoint)
                {
                    Gemm.Run(_patch, _places, outputs, w, 1, _patch, dy, _places, 1, dx, _places);
                    return;
                }
                T* planes = (T*)memory;
                new Span<T>(planes, checked((int)(plane * window.Channels))).Clear();
                for (nint first = 0; first < window.OutHeight; first += perBlock)
                {
                    Strips.Spread(window, _offsets, dy + first * window.OutWidth, _places, outputs, w, planes + first * window.RowStep, plane,
                        nint.Min(perBlock, window.OutHeight - first), (void*)(memory + border));
                }
                window.RemoveBorder(planes, dx);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[dy, weight, dx]) GC.KeepAlive(used);
    }

    Tensor WeightGradient<T>(Tensor x, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint size = outputs * _patch, most = nint.Clamp(PartElements / nint.Max(1, groups * size), 1, MostParts);
        nint perPart = nint.Max(1, Work.Chunks(images, most)), parts = nint.Max(1, Work.Chunks(images, perPart));
        nint perBlock = Rows(PlacesOfSum / window.OutWidth, 1), planes = window.IsPoint ? 0 : Bytes<T>(window.Bordered(perBlock));
        nint bytes = planes + (window.IsPoint ? 0 : Strips.BytesOfProducts<T>(window, perBlock, outputs));
        var sums = Tensor.Zeros([parts, groups * size], x.DType);
        fixed (T* px = &x.Start<T>(), pdy = &dy.Start<T>(), ps = &sums.Start<T>())
        {
            T* inputs = px, upstream = pdy, results = ps;
            Each(parts * groups, (double)size * _places * perPart, bytes, (i, memory) =>
            {
                (nint part, nint group) = Math.DivRem(i, groups);
                for (nint image = part * perPart; image < nint.Min(images, (part + 1) * perPart); image++)
                {
                    nint item = image * groups + group;
                    T* x = inputs + item * _plane, dy = upstream + item * outputs * _places, sum = results + i * size;
                    if (window.IsPoint) Gemm.Run(_patch, outputs, _places, x, _places, 1, dy, 1, _places, sum, outputs, accumulate: true);
                    for (nint first = 0; first < window.OutHeight && !window.IsPoint; first += perBlock)
                    {
                        nint rows = nint.Min(perBlock, window.OutHeight - first);
                        window.AddBorder(x, first, rows, (T*)memory);
                        Strips.AddProducts(window, _offsets, (T*)memory, rows, dy + first * window.OutWidth, _places, outputs, sum, (void*)(memory + planes));
                    }
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, dy, sums]) GC.KeepAlive(used);
        return sums;
    }

    /// <summary>About so many rows of windows, in even parts of all; at least so many that there are some places.</summary>
    nint Rows(nint rows, nint leastPlaces)
    {
        nint most = nint.Clamp(nint.Max(rows, leastPlaces / window.OutWidth), 1, window.OutHeight);
        return Work.Chunks(window.OutHeight, Work.Chunks(window.OutHeight, most));
    }

    // The bytes of elements that may be read and written in whole registers, in whole lines of the cache.
    static nint Bytes<T>(nint elements) where T : unmanaged => (elements * sizeof(T) + 2 * Window.Slack - 1) / Window.Slack * Window.Slack;

    // Runs the items in chunks of some work each, with some bytes of memory.
    static void Each(nint items, double termsOfItem, nint bytes, Action<nint, nint> body)
    {
        nint perChunk = (nint)double.Clamp(ChunkTerms / double.Max(1, termsOfItem), 1, double.Max(1, items));
        Work.For(Work.Chunks(items, perChunk), chunk =>
        {
            nuint size = Pool.RoundUp((nuint)bytes);
            nint memory = Pool.Take(size);
            try
            {
                for (nint i = chunk * perChunk; i < nint.Min(items, (chunk + 1) * perChunk); i++) body(i, memory);
            }
            finally
            {
                Pool.Return(memory, size);
            }
        });
    }
}
