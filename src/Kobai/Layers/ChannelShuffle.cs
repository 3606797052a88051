using System.Globalization;

namespace Kobai.Layers;

/// <summary>Channels dealt out anew: the first of each group come first, then the second of each, and so on.</summary>
/// <remarks>See <c>ChannelShuffle</c> of a tensor for the source and the errors.</remarks>
/// <param name="groups">The number of groups.</param>
/// <example><code>
/// new ChannelShuffle(2).Forward(Tensor.Arange(4).Reshape(1, 4, 1))   // [[[0], [2], [1], [3]]]
/// </code></example>
public sealed class ChannelShuffle(int groups) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.ChannelShuffle(groups);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{groups} groups");
}
