namespace Kobai;

/// <summary>Channels exchanged for rows and columns.</summary>
public static class PixelShuffleOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// From (…, channels · f², height, width) to (…, channels, height · f, width · f): f² channels become the pixels of a
        /// square.
        /// </summary>
        /// <param name="factor">f.</param>
        /// <remarks>
        /// Source: Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional
        /// Neural Network", arXiv:1609.05158.
        /// </remarks>
        /// <exception cref="ShapeException">x has no planes, or the square of the factor does not divide the channels.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The factor is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(8).Reshape(4, 1, 2).PixelShuffle(2)   // [[[0, 2, 1, 3], [4, 6, 5, 7]]]
        /// </code></example>
        public Tensor PixelShuffle(int factor)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
            if (x.Rank < 3 || x.Shape[^3] % (factor * factor) != 0)
                throw new ShapeException($"PixelShuffle: x must be (…, channels, height, width) with a multiple of {factor * factor} channels; x is {x.Shape}.");
            nint channels = x.Shape[^3] / factor / factor, height = x.Shape[^2], width = x.Shape[^1];
            return x.Reshape(-1, channels, factor, factor, height, width).Permute(0, 1, 4, 2, 5, 3)
                .Reshape([.. x.Shape.Sizes[..^3], channels, height * factor, width * factor]);
        }

        /// <summary>The reverse of <c>PixelShuffle</c>: from (…, channels, height · f, width · f) to (…, channels · f², height, width).</summary>
        /// <param name="factor">f.</param>
        /// <exception cref="ShapeException">x has no planes, or the factor does not divide their height and width.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The factor is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(8).Reshape(1, 2, 4).PixelUnshuffle(2).Shape   // (4, 1, 2)
        /// </code></example>
        public Tensor PixelUnshuffle(int factor)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
            if (x.Rank < 3 || x.Shape[^2] % factor != 0 || x.Shape[^1] % factor != 0)
                throw new ShapeException($"PixelUnshuffle: x must be (…, channels, height, width) with height and width multiples of {factor}; x is {x.Shape}.");
            nint channels = x.Shape[^3], height = x.Shape[^2] / factor, width = x.Shape[^1] / factor;
            return x.Reshape(-1, channels, height, factor, width, factor).Permute(0, 1, 3, 5, 2, 4)
                .Reshape([.. x.Shape.Sizes[..^3], channels * factor * factor, height, width]);
        }
    }
}
