using System.Numerics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Threads;

namespace Kobai;

/// <summary>The three products of a convolution: its result, and its gradients by the input and by the weight.</summary>
/// <remarks>
/// Each is a matrix product with the patches of an image, which are laid out a few at a time, never for the
/// batch. The channels of a group in a volume are an item below; an image is a volume of one plane.
/// </remarks>
/// <param name="window">How the window moves over the planes of one item.</param>
/// <param name="depth">How it moves through the planes of a volume; the window has a channel for each plane under the kernel.</param>
/// <param name="images">The number of images or volumes.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="outputs">The outputs of one group.</param>
sealed unsafe class Convolution(Window window, DepthWindow depth, nint images, nint groups, nint outputs)
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint BlockElements = 1 << 16, LeastPlaces = 128, MostPlaces = 768, PlacesOfSum = 256, MostParts = 8, PartElements = 1 << 22;
    const double ChunkTerms = 1 << 20;

    readonly nint[] _offsets = window.Offsets();
    readonly nint[][] _seen = [.. Enumerable.Range(0, (int)depth.Places).Select(place => depth.Seen(place, window.Channels / depth.Kernel))];
    readonly nint _places = window.Places, _patch = window.Patch, _plane = window.Height * window.Width;
    readonly nint _planes = window.Channels / depth.Kernel * depth.Planes;

    // From an output to the next.
    nint Step => depth.Places * _places;

    /// <summary>The convolution as an operation, recorded.</summary>
    public Tensor Run(string op, Tensor x, Tensor weight, Tensor? bias, Shape shape)
    {
        Tensor input = Kernel.Packed(x), kernel = Kernel.Packed(weight), y = Tensor.Empty(shape, x.DType);
        Forward(input, kernel, bias is null ? null : Kernel.Packed(bias), y);
        Tensor[] inputs = bias is null ? [x, weight] : [x, weight, bias];
        return y.Record(op, inputs, dy =>
        {
            var upstream = Kernel.Packed(dy);
            var dx = x.IsTracked ? InputGradient(upstream, kernel, x.Shape) : null;
            var dw = weight.IsTracked ? WeightGradient(input, upstream, weight.Shape) : null;
            return bias is null ? [dx, dw] : [dx, dw, bias.IsTracked ? BiasGradient(upstream) : null];
        });
    }

    /// <summary>The gradient of the convolution by its input as an operation of its own, recorded.</summary>
    public Tensor RunTransposed(string op, Tensor x, Tensor weight, Shape shape)
    {
        Tensor input = Kernel.Packed(x), kernel = Kernel.Packed(weight);
        return InputGradient(input, kernel, shape).Record(op, [x, weight], dy =>
        {
            var upstream = Kernel.Packed(dy);
            var dx = x.IsTracked ? Tensor.Empty(x.Shape, x.DType) : null;
            if (dx is not null) Forward(upstream, kernel, null, dx);
            return [dx, weight.IsTracked ? WeightGradient(upstream, input, weight.Shape) : null];
        });
    }

    /// <summary>y = W · patches, plus the bias of each output.</summary>
    void Forward(Tensor x, Tensor weight, Tensor? bias, Tensor y)
    {
        if (IsDepthwise && x.DType == DType.Float32) Planes.Forward<float>(x, weight, bias, y);
        else if (IsDepthwise) Planes.Forward<double>(x, weight, bias, y);
        else if (x.DType == DType.Float32) Forward<float>(x, weight, bias, y);
        else Forward<double>(x, weight, bias, y);
    }

    /// <summary>dx of a shape: the patches Wᵀ · dy, each added where it came from.</summary>
    Tensor InputGradient(Tensor dy, Tensor weight, Shape shape)
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
    Tensor WeightGradient(Tensor x, Tensor dy, Shape shape)
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

    // The sum over images and places.
    Tensor BiasGradient(Tensor dy) => dy.View([images, groups * outputs, Step]).Sum(2).Sum(0);

    bool IsDepthwise => outputs == 1 && window.Channels == 1 && groups > 1 && !window.IsPoint && depth == DepthWindow.OfImage;

    bool IsPoint => window.IsPoint && depth == DepthWindow.OfImage;

    Depthwise Planes => new(window, images, groups);

    void Forward<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perBlock = Rows(BlockElements / nint.Max(1, window.Bordered(1)) * window.KernelHeight, LeastPlaces);
        nint blocks = Work.Chunks(window.OutHeight, perBlock), planes = Bytes<T>(window.Bordered(perBlock));
        fixed (T* px = &x.Start<T>(), pw = &weight.Start<T>(), pb = &Tensor.StartOrNull<T>(bias), py = &y.Start<T>())
        {
            T* inputs = px, weights = pw, biases = pb, results = py;
            nint items = images * groups * depth.Places * blocks, bytes = planes + Strips.BytesOfApply(window, outputs);
            Each(items, (double)outputs * _patch * _places / blocks, bytes, (i, memory) =>
            {
                (i, nint block) = Math.DivRem(i, blocks);
                (nint item, nint place) = Math.DivRem(i, depth.Places);
                nint group = item % groups, first = block * perBlock, rows = nint.Min(perBlock, window.OutHeight - first);
                T* x = inputs + item * _planes * _plane, w = weights + group * outputs * _patch, b = biases == null ? null : biases + group * outputs;
                T* y = results + item * outputs * Step + place * _places + first * window.OutWidth;
                if (IsPoint)
                {
                    nint count = rows * window.OutWidth;
                    for (nint o = 0; o < outputs && b != null; o++) new Span<T>(y + o * _places, (int)count).Fill(b[o]);
                    Gemm.Run(outputs, count, _patch, w, _patch, 1, x + first * window.OutWidth, _places, 1, y, _places, accumulate: b != null);
                    return;
                }
                AddBorder(x, place, first, rows, (T*)memory);
                Strips.Apply(window, _offsets, (T*)memory, rows, w, b, y, Step, outputs, (void*)(memory + planes));
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[x, weight, bias, y]) GC.KeepAlive(used);
    }

    void InputGradient<T>(Tensor dy, Tensor weight, Tensor dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint perBlock = Rows(nint.Min(BlockElements / nint.Max(1, outputs), MostPlaces) / window.OutWidth, 1);
        nint plane = window.PlaneStep(window.OutHeight), border = IsPoint ? 0 : Bytes<T>(plane * _planes);
        nint[][] starts = [.. _seen.Select(seen => Array.ConvertAll(seen, z => z < 0 ? -1 : z * plane))];
        nint bytes = border + (IsPoint ? 0 : Strips.BytesOfSpread<T>(window, perBlock, outputs));
        fixed (T* pdy = &dy.Start<T>(), pw = &weight.Start<T>(), pdx = &dx.Start<T>())
        {
            T* upstream = pdy, weights = pw, gradients = pdx;
            Each(images * groups, (double)outputs * _patch * Step, bytes, (item, memory) =>
            {
                T* w = weights + item % groups * outputs * _patch, dy = upstream + item * outputs * Step;
                T* dx = gradients + item * _planes * _plane, planes = (T*)memory;
                if (IsPoint)
                {
                    Gemm.Run(_patch, _places, outputs, w, 1, _patch, dy, _places, 1, dx, _places);
                    return;
                }
                new Span<T>(planes, checked((int)(plane * _planes))).Clear();
                for (nint place = 0; place < depth.Places; place++, dy += _places)
                    for (nint first = 0; first < window.OutHeight; first += perBlock)
                    {
                        Strips.Spread(
                            window, _offsets, dy + first * window.OutWidth, Step, outputs, w, planes + first * window.RowStep, starts[place],
                            nint.Min(perBlock, window.OutHeight - first), (void*)(memory + border));
                    }
                window.RemoveBorder(planes, dx, _planes);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[dy, weight, dx]) GC.KeepAlive(used);
    }

    Tensor WeightGradient<T>(Tensor x, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint size = outputs * _patch, most = nint.Clamp(PartElements / nint.Max(1, groups * size), 1, MostParts);
        nint perPart = nint.Max(1, Work.Chunks(images, most)), parts = nint.Max(1, Work.Chunks(images, perPart));
        nint perBlock = Rows(PlacesOfSum / window.OutWidth, 1), planes = IsPoint ? 0 : Bytes<T>(window.Bordered(perBlock));
        nint bytes = planes + (IsPoint ? 0 : Strips.BytesOfProducts<T>(window, perBlock, outputs));
        var sums = Tensor.Zeros([parts, groups * size], x.DType);
        fixed (T* px = &x.Start<T>(), pdy = &dy.Start<T>(), ps = &sums.Start<T>())
        {
            T* inputs = px, upstream = pdy, results = ps;
            Each(parts * groups, (double)size * Step * perPart, bytes, (i, memory) =>
            {
                (nint part, nint group) = Math.DivRem(i, groups);
                for (nint image = part * perPart; image < nint.Min(images, (part + 1) * perPart); image++)
                {
                    nint item = image * groups + group;
                    T* x = inputs + item * _planes * _plane, dy = upstream + item * outputs * Step, sum = results + i * size;
                    if (IsPoint) Gemm.Run(_patch, outputs, _places, x, _places, 1, dy, 1, _places, sum, outputs, accumulate: true);
                    for (nint place = 0; place < depth.Places && !IsPoint; place++, dy += _places)
                        for (nint first = 0; first < window.OutHeight; first += perBlock)
                        {
                            nint rows = nint.Min(perBlock, window.OutHeight - first);
                            AddBorder(x, place, first, rows, (T*)memory);
                            Strips.AddProducts(window, _offsets, (T*)memory, rows, dy + first * window.OutWidth, Step, outputs, sum, (void*)(memory + planes));
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

    // What the windows of some rows see at a place of the depth.
    void AddBorder<T>(T* x, nint place, nint first, nint rows, T* planes) where T : unmanaged
    {
        nint step = window.PlaneStep(rows);
        foreach (nint z in _seen[place])
        {
            window.AddBorderOfPlane(z < 0 ? null : x + z * _plane, first, rows, planes);
            planes += step;
        }
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
