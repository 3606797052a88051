namespace Kobai;

/// <summary>The convolution of lines.</summary>
public static class Conv1dOp
{
    extension(Tensor x)
    {
        /// <summary>The cross-correlation of lines with kernels: <c>Conv2d</c> of planes with a single row.</summary>
        /// <param name="weight">The kernels, of shape (outputs, channels / groups, kernel length).</param>
        /// <param name="bias">A number for each output, or null for none.</param>
        /// <param name="stride">How far the window moves.</param>
        /// <param name="padding">Zeros at each end, or <see cref="Padding.Same"/>.</param>
        /// <param name="dilation">The distance of neighbors under the window.</param>
        /// <param name="groups">Into how many groups channels and outputs are split.</param>
        /// <remarks>x has the shape (lines, channels, length), or (channels, length) for one line.</remarks>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        /// <exception cref="ArgumentException">The element types differ, or padding is “same” at another stride than 1.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A stride, dilation or number of groups is not positive, or padding is negative.
        /// </exception>
        /// <example><code>
        /// Tensor.From([1.0, 2, 4], [1, 1, 3]).Conv1d(Tensor.From([-1.0, 1], [1, 1, 2]))   // [[[1, 2]]]
        /// </code></example>
        public Tensor Conv1d(
            Tensor weight, Tensor? bias = null, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1)
        {
            if (x.Rank is not (2 or 3) || weight.Rank != 3)
            {
                throw new ShapeException(
                    $"Conv1d: x must be (lines, channels, length), weight (outputs, channels / groups, length); x is {x.Shape}, weight is {weight.Shape}.");
            }
            return x.Unsqueeze(-2).Conv2d(weight.Unsqueeze(-2), bias, (1, stride), padding.OfLines(), (1, dilation), groups).Squeeze(-2);
        }
    }
}
