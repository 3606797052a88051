namespace Kobai;

/// <summary>Channels dealt out anew over groups.</summary>
public static class ChannelShuffleOp
{
    extension(Tensor x)
    {
        /// <summary>
        /// Channels, axis 1, dealt out: with g groups the first of each group come first, then the second of each, and so on.
        /// </summary>
        /// <param name="groups">g.</param>
        /// <remarks>Source: Zhang et al., "ShuffleNet", arXiv:1707.01083.</remarks>
        /// <exception cref="ShapeException">x has no channels, or the groups do not divide them.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The number of groups is not positive.</exception>
        /// <example><code>
        /// Tensor.Arange(4).Reshape(1, 4, 1).ChannelShuffle(2)   // [[[0], [2], [1], [3]]]
        /// </code></example>
        public Tensor ChannelShuffle(int groups)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
            if (x.Rank < 2 || x.Count == 0 || x.Shape[1] % groups != 0)
                throw new ShapeException($"ChannelShuffle: x must be (images, channels, …) with a multiple of {groups} channels; x is {x.Shape}.");
            return x.Reshape(x.Shape[0], groups, x.Shape[1] / groups, -1).Transpose(1, 2).Reshape(x.Shape);
        }
    }
}
