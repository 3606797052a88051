using System.Numerics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Threads;

namespace Kobai;

/// <summary>The three products of a convolution: its result, and its gradients by the input and by the weight.</summary>
/// <remarks>
/// Each is a matrix product with the patches of an image. Patches are laid out for as many rows of one image at a time as
/// the second-level cache holds, never for the batch. The channels of a group in an image are an item below.
/// </remarks>
/// <param name="window">How the window moves over the planes of one item.</param>
/// <param name="images">The number of images.</param>
/// <param name="groups">The number of groups.</param>
/// <param name="outputs">The outputs of one group.</param>
sealed unsafe class Convolution(Window window, nint images, nint groups, nint outputs)
{
    // Constants of the order of summation: results depend on them, and on nothing of the machine.
    const nint BlockElements = 1 << 16, LeastPlaces = 128, MostParts = 8, PartElements = 1 << 22;
    const double ChunkTerms = 1 << 20;

    readonly nint _places = window.Places, _patch = window.Patch, _plane = window.Channels * window.Height * window.Width;

    /// <summary>The rows of windows whose patches are laid out together.</summary>
    readonly nint _rows = nint.Clamp(
        nint.Max(BlockElements / nint.Max(1, window.Patch * window.OutWidth), LeastPlaces / window.OutWidth), 1, window.OutHeight);

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
        nint blocks = Work.Chunks(window.OutHeight, _rows);
        fixed (T* px = &x.Start<T>(), pw = &weight.Start<T>(), pb = &Tensor.StartOrNull<T>(bias), py = &y.Start<T>())
        {
            T* inputs = px, weights = pw, biases = pb, results = py;
            Each<T>(images * groups * blocks, (double)outputs * _patch * _places / blocks, _rows, (i, memory) =>
            {
                (nint item, nint block) = Math.DivRem(i, blocks);
                nint group = item % groups, first = block * _rows, rows = nint.Min(_rows, window.OutHeight - first);
                nint count = rows * window.OutWidth;
                T* y = results + item * outputs * _places + first * window.OutWidth;
                for (nint o = 0; o < outputs && biases != null; o++)
                    new Span<T>(y + o * _places, (int)count).Fill(biases[group * outputs + o]);
                T* patches = memory.Patches(inputs + item * _plane, first, rows, out nint step);
                Gemm.Run(outputs, count, _patch, weights + group * outputs * _patch, _patch, 1, patches, step, 1,
                    y, _places, accumulate: biases != null);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor?>)[x, weight, bias, y]) GC.KeepAlive(used);
    }

    void InputGradient<T>(Tensor dy, Tensor weight, Tensor dx) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* pdy = &dy.Start<T>(), pw = &weight.Start<T>(), pdx = &dx.Start<T>())
        {
            T* upstream = pdy, weights = pw, gradients = pdx;
            Each<T>(images * groups, (double)outputs * _patch * _places, window.OutHeight, (item, memory) =>
            {
                T* w = weights + item % groups * outputs * _patch, dy = upstream + item * outputs * _places, dx = gradients + item * _plane;
                if (window.IsPoint)
                {
                    Gemm.Run(_patch, _places, outputs, w, 1, _patch, dy, _places, 1, dx, _places);
                    return;
                }
                new Span<T>(memory.Planes, checked((int)window.Bordered(window.OutHeight))).Clear();
                for (nint first = 0; first < window.OutHeight; first += _rows)
                {
                    nint rows = nint.Min(_rows, window.OutHeight - first), count = rows * window.OutWidth;
                    Gemm.Run(_patch, count, outputs, w, 1, _patch, dy + first * window.OutWidth, _places, 1, memory.Matrix, count);
                    window.Fold(memory.Matrix, first, rows, memory.Planes);
                }
                window.RemoveBorder(memory.Planes, dx);
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[dy, weight, dx]) GC.KeepAlive(used);
    }

    Tensor WeightGradient<T>(Tensor x, Tensor dy) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint size = outputs * _patch, most = nint.Clamp(PartElements / nint.Max(1, groups * size), 1, MostParts);
        nint perPart = nint.Max(1, Work.Chunks(images, most)), parts = nint.Max(1, Work.Chunks(images, perPart));
        var sums = Tensor.Zeros([parts, groups * size], x.DType);
        fixed (T* px = &x.Start<T>(), pdy = &dy.Start<T>(), ps = &sums.Start<T>())
        {
            T* inputs = px, upstream = pdy, results = ps;
            Each<T>(parts * groups, (double)size * _places * perPart, _rows, (i, memory) =>
            {
                (nint part, nint group) = Math.DivRem(i, groups);
                for (nint image = part * perPart; image < nint.Min(images, (part + 1) * perPart); image++)
                    for (nint first = 0; first < window.OutHeight; first += _rows)
                    {
                        nint item = image * groups + group, rows = nint.Min(_rows, window.OutHeight - first);
                        T* patches = memory.Patches(inputs + item * _plane, first, rows, out nint step);
                        T* dy = upstream + item * outputs * _places + first * window.OutWidth;
                        Gemm.Run(_patch, outputs, rows * window.OutWidth, patches, step, 1, dy, 1, _places,
                            results + i * size, outputs, accumulate: true);
                    }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[x, dy, sums]) GC.KeepAlive(used);
        return sums;
    }

    delegate void Body<T>(nint i, Buffers<T> memory) where T : unmanaged;

    // Runs the items in chunks of some work each, with memory for the planes and patches of some rows of windows.
    void Each<T>(nint items, double termsOfItem, nint rows, Body<T> body) where T : unmanaged
    {
        nint perChunk = (nint)double.Clamp(ChunkTerms / double.Max(1, termsOfItem), 1, double.Max(1, items));
        Work.For(Work.Chunks(items, perChunk), chunk =>
        {
            nint planes = window.IsPoint ? 0 : window.Bordered(rows) * sizeof(T) + Window.Block;
            nint patches = window.IsPoint ? 0 : _patch * _rows * window.OutWidth * sizeof(T) + Window.Block;
            nuint bytes = Pool.RoundUp((nuint)(planes + patches));
            nint address = Pool.Take(bytes);
            try
            {
                Buffers<T> memory = new(window, (T*)address, (T*)(address + planes));
                for (nint i = chunk * perChunk; i < nint.Min(items, (chunk + 1) * perChunk); i++) body(i, memory);
            }
            finally
            {
                Pool.Return(address, bytes);
            }
        });
    }

    readonly struct Buffers<T>(Window window, T* planes, T* matrix) where T : unmanaged
    {
        public T* Planes => planes;

        public T* Matrix => matrix;

        /// <summary>The matrix of patches of some rows of windows, and the step between its rows.</summary>
        public T* Patches(T* x, nint first, nint rows, out nint step)
        {
            step = window.IsPoint ? window.Places : rows * window.OutWidth;
            if (window.IsPoint) return x + first * window.OutWidth;
            window.AddBorder(x, first, rows, planes);
            window.Unfold(planes, rows, matrix);
            return matrix;
        }
    }
}
