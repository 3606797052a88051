namespace Kobai;

/// <summary>The convolution of volumes.</summary>
public static class Conv3dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The cross-correlation of volumes with kernels: y[n, o, q, r, s] = b[o] + Σ over c, h, i, j of
        /// w[o, c, h, i, j] · x[n, c, q·stride − padding + h·dilation, …].
        /// </summary>
        /// <param name="weight">w, of shape (outputs, channels / groups, kernel depth, kernel height, kernel width).</param>
        /// <param name="bias">b, of shape (outputs), or null for none.</param>
        /// <param name="stride">How far the window moves; 1 by default.</param>
        /// <param name="padding">Zeros around each volume, or <see cref="Padding3d.Same"/>.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <param name="groups">Into how many groups channels and outputs are split.</param>
        /// <returns>
        /// A tensor of shape (volumes, outputs, planes, rows, columns), where planes is
        /// ⌊(depth + padding in front and behind − dilation · (kernel depth − 1) − 1) / stride⌋ + 1, and the others likewise.
        /// </returns>
        /// <remarks>x has the shape (volumes, channels, depth, height, width), or (channels, depth, height, width).</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ, or padding is “same” at another stride than 1.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride or dilation is not positive, or padding is negative.
        /// </exception>
        /// <example><code>
        /// Tensor.Ones([1, 1, 3, 3, 3]).Conv3d(Tensor.Ones([1, 1, 2, 3, 3]))   // [[[[[18]], [[18]]]]]
        /// </code></example>
        public Tensor Conv3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Padding3d padding = default, Triple? dilation = null, int groups = 1)
        {
            if (x.Rank == 4) return x.Unsqueeze(0).Conv3d(weight, bias, stride, padding, dilation, groups).Squeeze(0);
            Triple step = Triple.Positive("Conv3d", nameof(stride), stride), apart = Triple.Positive("Conv3d", nameof(dilation), dilation);
            if (x.Rank != 5 || weight.Rank != 5)
            {
                throw new ShapeException(
                    $"Conv3d: x must be (volumes, channels, depth, height, width), weight (outputs, channels / groups, depth, height, width); x is {x.Shape}, weight is {weight.Shape}.");
            }
            var sizes = weight.Shape;
            if (groups < 1 || x.Shape[1] != sizes[1] * groups || sizes[0] % groups != 0)
            {
                throw new ShapeException(
                    $"Conv3d: x must have as many channels as weight.Shape[1] · groups, and groups must divide the outputs weight.Shape[0]; x is {x.Shape}, weight is {weight.Shape}, groups is {groups}.");
            }
            Triple kernel = ((int)sizes[2], (int)sizes[3], (int)sizes[4]);
            var (front, back) = padding.OfDepth("Conv3d", kernel, step, apart);
            nint room = x.Shape[2] + front + back - apart.Depth * (kernel.Depth - 1) - 1;
            if (room < 0 || kernel.Depth == 0)
            {
                throw new ShapeException(
                    $"Conv3d: the kernel must fit into the padded volumes; x is {x.Shape}, weight is {weight.Shape}, padding is {padding}, dilation is {apart}.");
            }
            var depth = new DepthWindow(x.Shape[2], kernel.Depth, room / step.Depth + 1, step.Depth, front, apart.Depth);
            Shape images = [x.Shape[0] * depth.Places, x.Shape[1] * kernel.Depth, x.Shape[3], x.Shape[4]];
            Shape kernels = [sizes[0], sizes[1] * sizes[2], sizes[3], sizes[4]];
            var window = Conv2dOp.Rule(images, x.DType, kernels, weight.DType, bias, step.Plane, padding.Plane, apart.Plane, groups);
            return new Convolution(window, depth, x.Shape[0], groups, sizes[0] / groups).Run(
                "Conv3d", x, weight, bias, [x.Shape[0], sizes[0], depth.Places, window.OutHeight, window.OutWidth]);
        }
    }
}
