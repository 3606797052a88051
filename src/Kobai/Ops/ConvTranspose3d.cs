namespace Kobai;

/// <summary>The transposed convolution of volumes.</summary>
public static class ConvTranspose3dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// Each element of the volumes spreads a multiple of its kernel over the result: the gradient of <c>Conv3d</c> by its
        /// input, as an operation.
        /// </summary>
        /// <param name="weight">The kernels, of shape (channels, outputs / groups, kernel depth, kernel height, kernel width).</param>
        /// <param name="bias">A number for each output, or null for none.</param>
        /// <param name="stride">How far apart the kernels of neighbors lie; 1 by default.</param>
        /// <param name="padding">Planes, rows and columns taken off at each side of the result.</param>
        /// <param name="outputPadding">Planes, rows and columns added at the ends; less than the stride or the dilation.</param>
        /// <param name="dilation">The distance of neighbors in a kernel; 1 by default.</param>
        /// <param name="groups">Into how many groups channels and outputs are split.</param>
        /// <returns>
        /// A tensor of shape (volumes, outputs, planes, rows, columns), where planes is (depth − 1) · stride − 2 · padding +
        /// dilation · (kernel depth − 1) + output padding + 1, and the others likewise.
        /// </returns>
        /// <remarks>x has the shape (volumes, channels, depth, height, width), or (channels, depth, height, width).</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride or dilation is not positive, a padding is negative, or the output padding is too large.
        /// </exception>
        /// <example><code>
        /// Tensor volume = Tensor.Ones([1, 1, 2, 1, 1]), kernel = Tensor.Ones([1, 1, 2, 1, 1]);
        /// volume.ConvTranspose3d(kernel).Reshape(3)   // [1, 2, 1]
        /// </code></example>
        public Tensor ConvTranspose3d(
            Tensor weight, Tensor? bias = null, Triple? stride = null, Triple padding = default, Triple outputPadding = default,
            Triple? dilation = null, int groups = 1)
        {
            if (x.Rank == 4)
                return x.Unsqueeze(0).ConvTranspose3d(weight, bias, stride, padding, outputPadding, dilation, groups).Squeeze(0);
            const string op = "ConvTranspose3d";
            Triple step = Triple.Positive(op, nameof(stride), stride), apart = Triple.Positive(op, nameof(dilation), dilation);
            if (x.Rank != 5 || weight.Rank != 5)
            {
                throw new ShapeException(
                    $"{op}: x must be (volumes, channels, depth, height, width), weight (channels, outputs / groups, depth, height, width); x is {x.Shape}, weight is {weight.Shape}.");
            }
            if (groups < 1 || x.Shape[1] != weight.Shape[0] || weight.Shape[0] % groups != 0)
            {
                throw new ShapeException(
                    $"{op}: x must have as many channels as weight.Shape[0], and groups must divide them; x is {x.Shape}, weight is {weight.Shape}, groups is {groups}.");
            }
            if (padding.Depth < 0) throw new ArgumentOutOfRangeException(nameof(padding), $"{op}: padding must be 0 or more; it is {padding}.");
            if (outputPadding.Depth < 0 || outputPadding.Depth >= Math.Max(step.Depth, apart.Depth))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(outputPadding), $"{op}: outputPadding must be less than stride or dilation; it is {outputPadding}, stride is {step}, dilation is {apart}.");
            }
            Shape sizes = weight.Shape, volume = x.Shape;
            nint planes = (volume[2] - 1) * step.Depth - 2 * padding.Depth + apart.Depth * (sizes[2] - 1) + outputPadding.Depth + 1;
            if (planes < 1 || sizes[2] == 0)
                throw new ShapeException($"{op}: the result must have planes; x is {volume}, weight is {sizes}, padding is {padding}.");
            Shape images = [volume[0] * volume[2], volume[1], volume[3], volume[4]];
            Shape kernels = [sizes[0], sizes[1] * sizes[2], sizes[3], sizes[4]];
            var window = ConvTranspose2dOp.Rule(
                images, x.DType, kernels, weight.DType, null, step.Plane, padding.Plane, outputPadding.Plane, apart.Plane, groups);
            var depth = new DepthWindow(planes, sizes[2], volume[2], step.Depth, padding.Depth, apart.Depth);
            var y = new Convolution(window, depth, volume[0], groups, volume[1] / groups).RunTransposed(
                op, x, weight, [volume[0], sizes[1] * groups, planes, window.Height, window.Width]);
            if (bias is not null && bias.Shape != [y.Shape[1]])
                throw new ShapeException($"{op}: bias must have one number for each output; weight is {sizes}, groups is {groups}, bias is {bias.Shape}.");
            return bias is null ? y : y + bias.Reshape(bias.Count, 1, 1, 1);
        }
    }
}
