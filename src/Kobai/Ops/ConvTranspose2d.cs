using Kobai.Products;

namespace Kobai;

/// <summary>The transposed convolution of planes.</summary>
public static class ConvTranspose2dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// Each element of the images spreads a multiple of its kernel over the result: the gradient of <c>Conv2d</c> by its
        /// input, as an operation.
        /// </summary>
        /// <param name="weight">The kernels, of shape (channels, outputs / groups, kernel height, kernel width).</param>
        /// <param name="bias">A number for each output, or null for none.</param>
        /// <param name="stride">How far apart the kernels of neighbors lie; 1 by default.</param>
        /// <param name="padding">Rows and columns taken off at each side of the result.</param>
        /// <param name="outputPadding">Rows and columns added below and to the right; less than the stride or the dilation.</param>
        /// <param name="dilation">The distance of neighbors in a kernel; 1 by default.</param>
        /// <param name="groups">Into how many groups channels and outputs are split.</param>
        /// <returns>
        /// A tensor of shape (images, outputs, rows, columns), where rows is (height − 1) · stride − 2 · padding + dilation ·
        /// (kernel height − 1) + output padding + 1, and columns likewise.
        /// </returns>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride, dilation or number of groups is not positive, a padding is negative, or the output padding is too large.
        /// </exception>
        /// <example><code>
        /// Tensor image = Tensor.From([1.0, 2, 3, 4], [1, 1, 2, 2]), kernel = Tensor.Ones([1, 1, 2, 2], DType.Float64);
        /// image.ConvTranspose2d(kernel)   // [[[[1, 3, 2], [4, 10, 6], [3, 7, 4]]]]
        /// </code></example>
        public Tensor ConvTranspose2d(
            Tensor weight, Tensor? bias = null, Pair? stride = null, Pair padding = default, Pair outputPadding = default,
            Pair? dilation = null, int groups = 1)
        {
            if (x.Rank == 3)
                return x.Unsqueeze(0).ConvTranspose2d(weight, bias, stride, padding, outputPadding, dilation, groups).Squeeze(0);
            var window = Rule(x.Shape, x.DType, weight.Shape, weight.DType, bias, stride, padding, outputPadding, dilation, groups);
            var convolution = new Convolution(window, DepthWindow.OfImage, x.Shape[0], groups, x.Shape[1] / groups);
            var y = convolution.RunTransposed(
                "ConvTranspose2d", x, weight, [x.Shape[0], weight.Shape[1] * groups, window.Height, window.Width]);
            return bias is null ? y : y + bias.Reshape(bias.Count, 1, 1);
        }
    }

    /// <summary>The window of the convolution whose gradient this is: it moves over the result.</summary>
    internal static Window Rule(
        Shape x, DType type, Shape weight, DType weightType, Tensor? bias, Pair? givenStride, Pair padding, Pair outputPadding, Pair? givenDilation, int groups)
    {
        const string op = "ConvTranspose2d";
        Pair stride = Pair.Positive(op, "stride", givenStride), dilation = Pair.Positive(op, "dilation", givenDilation);
        if (groups < 1) throw new ArgumentOutOfRangeException(nameof(groups), $"{op}: groups must be positive; it is {groups}.");
        if (padding.Height < 0 || padding.Width < 0)
            throw new ArgumentOutOfRangeException(nameof(padding), $"{op}: padding must be 0 or more; it is {padding}.");
        if (outputPadding.Height < 0 || outputPadding.Height >= Math.Max(stride.Height, dilation.Height)
            || outputPadding.Width < 0 || outputPadding.Width >= Math.Max(stride.Width, dilation.Width))
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputPadding), $"{op}: outputPadding must be less than stride or dilation; it is {outputPadding}, stride is {stride}, dilation is {dilation}.");
        }
        if (x.Rank != 4 || weight.Rank != 4 || x[1] != weight[0] || weight[0] % groups != 0)
        {
            throw new ShapeException(
                $"{op}: x must be (images, channels, height, width), weight (channels, outputs / groups, height, width), and groups must divide the channels; x is {x}, weight is {weight}, groups is {groups}.");
        }
        if (bias is not null && bias.Shape != [weight[1] * groups])
            throw new ShapeException($"{op}: bias must have one number for each output; weight is {weight}, groups is {groups}, bias is {bias.Shape}.");
        if (type != weightType || (bias is not null && bias.DType != type))
        {
            throw new ArgumentException(
                $"{op}: element types must be equal; x is {type}, weight is {weightType}. Convert with x.To(DType.{weightType}).", nameof(weight));
        }
        nint height = (x[2] - 1) * stride.Height - 2 * padding.Height + dilation.Height * (weight[2] - 1) + outputPadding.Height + 1;
        nint width = (x[3] - 1) * stride.Width - 2 * padding.Width + dilation.Width * (weight[3] - 1) + outputPadding.Width + 1;
        if (height < 1 || width < 1 || weight[2] == 0 || weight[3] == 0)
            throw new ShapeException($"{op}: the result must have rows and columns; x is {x}, weight is {weight}, padding is {padding}.");
        return new(weight[1], height, width, weight[2], weight[3], x[2], x[3],
            padding.Height, padding.Width, stride.Height, stride.Width, dilation.Height, dilation.Width);
    }
}
