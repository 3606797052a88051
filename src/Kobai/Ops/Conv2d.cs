using Kobai.Products;

namespace Kobai;

/// <summary>The convolution of planes.</summary>
public static class Conv2dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// The cross-correlation of images with kernels, as every neural-network library calls a convolution:
        /// y[n, o, r, s] = b[o] + Σ over c, i, j of w[o, c, i, j] · x[n, c, r·stride − padding + i·dilation, …].
        /// </summary>
        /// <param name="weight">w, of shape (outputs, channels / groups, kernel height, kernel width).</param>
        /// <param name="bias">b, of shape (outputs), or null for none.</param>
        /// <param name="stride">How far the window moves; 1 by default.</param>
        /// <param name="padding">Rows and columns of zeros around each plane, or <see cref="Padding.Same"/>.</param>
        /// <param name="dilation">The distance of neighbors under the window; 1 by default.</param>
        /// <param name="groups">
        /// Into how many groups channels and outputs are split; outputs see the channels of their group only.
        /// </param>
        /// <returns>
        /// A tensor of shape (images, outputs, rows, columns), where rows is
        /// ⌊(height + padding above and below − dilation · (kernel height − 1) − 1) / stride⌋ + 1, and columns likewise.
        /// </returns>
        /// <remarks>x has the shape (images, channels, height, width), or (channels, height, width) for one image.</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ, or padding is “same” at another stride than 1.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride, dilation or number of groups is not positive, or padding is negative.
        /// </exception>
        /// <example><code>
        /// Tensor image = Tensor.Arange(9).Reshape(1, 1, 3, 3), kernel = Tensor.Ones([1, 1, 2, 2]);
        /// image.Conv2d(kernel)   // [[[[8, 12], [20, 24]]]]
        /// </code></example>
        public Tensor Conv2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1)
        {
            if (x.Rank == 3) return x.Unsqueeze(0).Conv2d(weight, bias, stride, padding, dilation, groups).Squeeze(0);
            var window = Rule(x.Shape, x.DType, weight.Shape, weight.DType, bias, stride, padding, dilation, groups);
            nint outputs = weight.Shape[0];
            var convolution = new Convolution(window, DepthWindow.OfImage, x.Shape[0], groups, outputs / groups);
            return convolution.Run("Conv2d", x, weight, bias, [x.Shape[0], outputs, window.OutHeight, window.OutWidth]);
        }
    }

    /// <summary>The window over images and kernels of these shapes.</summary>
    internal static Window Rule(
        Shape x, DType type, Shape weight, DType weightType, Tensor? bias, Pair? givenStride, Padding padding, Pair? givenDilation, int groups)
    {
        Pair stride = Pair.Positive("Conv2d", "stride", givenStride), dilation = Pair.Positive("Conv2d", "dilation", givenDilation);
        if (groups < 1) throw new ArgumentOutOfRangeException(nameof(groups), $"Conv2d: groups must be positive; it is {groups}.");
        if (x.Rank != 4 || weight.Rank != 4)
        {
            throw new ShapeException(
                $"Conv2d: x must be (images, channels, height, width), weight (outputs, channels / groups, height, width); x is {x}, weight is {weight}.");
        }
        if (x[1] != weight[1] * groups || weight[0] % groups != 0)
        {
            throw new ShapeException(
                $"Conv2d: x must have as many channels as weight.Shape[1] · groups, and groups must divide the outputs weight.Shape[0]; x is {x}, weight is {weight}, groups is {groups}.");
        }
        if (bias is not null && bias.Shape != [weight[0]])
        {
            throw new ShapeException($"Conv2d: bias must have one number for each output; weight is {weight}, bias is {bias.Shape}.");
        }
        if (type != weightType || (bias is not null && bias.DType != type))
        {
            throw new ArgumentException(
                $"Conv2d: element types must be equal; x is {type}, weight is {weightType}. Convert with x.To(DType.{weightType}).",
                nameof(weight));
        }
        var kernel = new Pair((int)weight[2], (int)weight[3]);
        var sides = padding.Around("Conv2d", kernel, stride, dilation);
        nint height = x[2] + sides.Top + sides.Bottom - dilation.Height * (kernel.Height - 1) - 1;
        nint width = x[3] + sides.Left + sides.Right - dilation.Width * (kernel.Width - 1) - 1;
        if (height < 0 || width < 0 || kernel.Height == 0 || kernel.Width == 0)
        {
            throw new ShapeException(
                $"Conv2d: the kernel must fit into the padded planes; x is {x}, weight is {weight}, padding is {padding}, dilation is {dilation}.");
        }
        return new(weight[1], x[2], x[3], kernel.Height, kernel.Width,
            height / stride.Height + 1, width / stride.Width + 1,
            sides.Top, sides.Left, stride.Height, stride.Width, dilation.Height, dilation.Width);
    }
}
