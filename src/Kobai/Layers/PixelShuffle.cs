using System.Globalization;

namespace Kobai.Layers;

/// <summary>Channels exchanged for rows and columns: from (…, channels · f², height, width) to (…, channels, height · f, width · f).</summary>
/// <remarks>See <c>PixelShuffle</c> of a tensor for the source and the errors.</remarks>
/// <param name="factor">f.</param>
/// <example><code>
/// new PixelShuffle(2).Forward(Tensor.Arange(8).Reshape(4, 1, 2))   // [[[0, 2, 1, 3], [4, 6, 5, 7]]]
/// </code></example>
public sealed class PixelShuffle(int factor) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.PixelShuffle(factor);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{factor}");
}
