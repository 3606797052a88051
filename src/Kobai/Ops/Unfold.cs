using System.Numerics;
using Kobai.Memory;
using Kobai.Products;
using Kobai.Threads;

namespace Kobai;

/// <summary>The patches of images, and images of patches.</summary>
public static unsafe class UnfoldOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The patches under a window that moves over images, each as a column: (images, channels · kernel height · kernel
        /// width, places).
        /// </summary>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; 1 by default.</param>
        /// <param name="padding">Rows and columns of zeros around each plane.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <remarks>x has the shape (images, channels, height, width), or (channels, height, width).</remarks>
        /// <exception cref="ShapeException">x has no planes, or the window does not fit into them.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or a padding is negative.</exception>
        /// <example><code>
        /// Tensor.Arange(9).Reshape(1, 1, 3, 3).Unfold(2)   // [[[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]]
        /// </code></example>
        public Tensor Unfold(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null)
        {
            if (x.Rank == 3) return x.Unsqueeze(0).Unfold(kernel, stride, padding, dilation).Squeeze(0);
            if (x.Rank != 4) throw new ShapeException($"Unfold: x must be (images, channels, height, width) or (channels, height, width); x is {x.Shape}.");
            var window = Rule("Unfold", x.Shape[1], (x.Shape[2], x.Shape[3]), kernel, stride, padding, dilation);
            return Unfolded(x, window).Record("Unfold", [x], dy => [Folded(dy, window)]);
        }

        /// <summary>Images of a size to which each column is added where the patch of that place lies: the reverse of <c>Unfold</c>.</summary>
        /// <param name="size">The height and width of the images.</param>
        /// <param name="kernel">The size of the window.</param>
        /// <param name="stride">How far the window moves; 1 by default.</param>
        /// <param name="padding">Rows and columns around each plane that are left out.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <remarks>
        /// x has the shape (images, channels · kernel height · kernel width, places), or without the axis of images. Where
        /// patches overlap they are summed.
        /// </remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or a padding is negative.</exception>
        /// <example><code>
        /// Tensor.Ones([1, 4, 4]).Fold((3, 3), kernel: 2)   // [[[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]]
        /// </code></example>
        public Tensor Fold(Pair size, Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null)
        {
            if (x.Rank == 2) return x.Unsqueeze(0).Fold(size, kernel, stride, padding, dilation).Squeeze(0);
            Pair.Positive("Fold", nameof(size), size);
            Pair.Positive("Fold", nameof(kernel), kernel);
            if (x.Rank != 3 || x.Shape[1] % (kernel.Height * kernel.Width) != 0)
            {
                throw new ShapeException(
                    $"Fold: x must be (images, channels · {kernel.Height * kernel.Width}, places) or without the axis of images; x is {x.Shape}.");
            }
            var window = Rule("Fold", x.Shape[1] / kernel.Height / kernel.Width, (size.Height, size.Width), kernel, stride, padding, dilation);
            if (window.Places != x.Shape[2])
                throw new ShapeException($"Fold: there must be a column for each of the {window.OutHeight} × {window.OutWidth} places; x is {x.Shape}.");
            return Folded(x, window).Record("Fold", [x], dy => [Unfolded(dy, window)]);
        }
    }

    static Window Rule(string op, nint channels, (nint Height, nint Width) size, Pair kernel, Pair? givenStride, Pair padding, Pair? givenDilation)
    {
        Pair.Positive(op, nameof(kernel), kernel);
        Pair stride = Pair.Positive(op, "stride", givenStride), dilation = Pair.Positive(op, "dilation", givenDilation);
        if (padding.Height < 0 || padding.Width < 0)
            throw new ArgumentOutOfRangeException(nameof(padding), $"{op}: padding must be 0 or more; it is {padding}.");
        nint height = size.Height + 2 * padding.Height - dilation.Height * (kernel.Height - 1) - 1;
        nint width = size.Width + 2 * padding.Width - dilation.Width * (kernel.Width - 1) - 1;
        if (height < 0 || width < 0)
        {
            throw new ShapeException(
                $"{op}: the window must fit into the padded planes; they are {size.Height} × {size.Width}, kernel is {kernel}, padding is {padding}, dilation is {dilation}.");
        }
        return new(channels, size.Height, size.Width, kernel.Height, kernel.Width, height / stride.Height + 1, width / stride.Width + 1,
            padding.Height, padding.Width, stride.Height, stride.Width, dilation.Height, dilation.Width);
    }

    static Tensor Unfolded(Tensor x, Window window)
    {
        var y = Tensor.Empty([x.Shape[0], window.Patch, window.Places], x.DType);
        if (x.DType == DType.Float32) Each<float>(window, x, y, Patches);
        else Each<double>(window, x, y, Patches);
        return y;

        static void Patches<T>(Window window, T* image, T* columns, T* planes, T* matrix) where T : unmanaged
        {
            window.AddBorder(image, 0, window.OutHeight, planes);
            window.Unfold(planes, window.OutHeight, matrix);
            new Span<T>(matrix, checked((int)(window.Patch * window.Places))).CopyTo(new(columns, (int)(window.Patch * window.Places)));
        }
    }

    static Tensor Folded(Tensor y, Window window)
    {
        var x = Tensor.Empty([y.Shape[0], window.Channels, window.Height, window.Width], y.DType);
        if (y.DType == DType.Float32) Each<float>(window, x, y, Image);
        else Each<double>(window, x, y, Image);
        return x;

        static void Image<T>(Window window, T* image, T* columns, T* planes, T* matrix) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            new Span<T>(planes, checked((int)window.Bordered(window.OutHeight))).Clear();
            window.Fold(columns, 0, window.OutHeight, planes);
            window.RemoveBorder(planes, image);
        }
    }

    delegate void Body<T>(Window window, T* image, T* columns, T* planes, T* matrix) where T : unmanaged;

    // Each image with its columns, and memory for its planes with border and for the matrix of its patches.
    static void Each<T>(Window window, Tensor images, Tensor columns, Body<T> body) where T : unmanaged
    {
        nint image = window.Channels * window.Height * window.Width, matrix = window.Patch * window.Places;
        Tensor packedImages = Kernel.Packed(images), packedColumns = Kernel.Packed(columns);
        fixed (T* pi = &packedImages.Start<T>(), pc = &packedColumns.Start<T>())
        {
            T* firstImage = pi, firstColumns = pc;
            Work.For(images.Shape[0], i =>
            {
                nint planes = window.Bordered(window.OutHeight) * sizeof(T) + Window.Block;
                nuint bytes = Pool.RoundUp((nuint)(planes + matrix * sizeof(T) + Window.Block));
                nint address = Pool.Take(bytes);
                try
                {
                    body(window, firstImage + i * image, firstColumns + i * matrix, (T*)address, (T*)(address + planes));
                }
                finally
                {
                    Pool.Return(address, bytes);
                }
            });
        }
        foreach (var used in (ReadOnlySpan<Tensor>)[packedImages, packedColumns]) GC.KeepAlive(used);
    }
}
