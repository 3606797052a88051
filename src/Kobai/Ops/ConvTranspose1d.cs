namespace Kobai;

/// <summary>The transposed convolution of lines.</summary>
public static class ConvTranspose1dOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// Each element of the lines spreads a multiple of its kernel over the result: <c>ConvTranspose2d</c> of planes with a
        /// single row.
        /// </summary>
        /// <param name="weight">The kernels, of shape (channels, outputs / groups, kernel length).</param>
        /// <param name="bias">A number for each output, or null for none.</param>
        /// <param name="stride">How far apart the kernels of neighbors lie.</param>
        /// <param name="padding">Elements taken off at each end of the result.</param>
        /// <param name="outputPadding">Elements added at the end; less than the stride or the dilation.</param>
        /// <param name="dilation">The distance of neighbors in a kernel.</param>
        /// <param name="groups">Into how many groups channels and outputs are split.</param>
        /// <returns>
        /// A tensor of shape (lines, outputs, columns), where columns is (length − 1) · stride − 2 · padding + dilation ·
        /// (kernel length − 1) + output padding + 1.
        /// </returns>
        /// <remarks>x has the shape (lines, channels, length), or (channels, length) for one line.</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride, dilation or number of groups is not positive, a padding is negative, or the output padding is too large.
        /// </exception>
        /// <example><code>
        /// Tensor.From([1.0, 2], [1, 1, 2]).ConvTranspose1d(Tensor.From([1.0, 10], [1, 1, 2]))   // [[[1, 12, 20]]]
        /// </code></example>
        public Tensor ConvTranspose1d(
            Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int dilation = 1, int groups = 1)
        {
            if (x.Rank is not (2 or 3) || weight.Rank != 3)
            {
                throw new ShapeException(
                    $"ConvTranspose1d: x must be (lines, channels, length), weight (channels, outputs / groups, length); x is {x.Shape}, weight is {weight.Shape}.");
            }
            return x.Unsqueeze(-2).ConvTranspose2d(
                weight.Unsqueeze(-2), bias, (1, stride), (0, padding), (0, outputPadding), (1, dilation), groups).Squeeze(-2);
        }
    }
}
