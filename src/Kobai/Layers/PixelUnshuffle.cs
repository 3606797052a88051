using System.Globalization;

namespace Kobai.Layers;

/// <summary>Rows and columns exchanged for channels: from (…, channels, height · f, width · f) to (…, channels · f², height, width).</summary>
/// <remarks>See <c>PixelUnshuffle</c> of a tensor for the errors.</remarks>
/// <param name="factor">f.</param>
/// <example><code>
/// new PixelUnshuffle(2).Forward(Tensor.Zeros([1, 2, 4]))   // shape (4, 1, 2)
/// </code></example>
public sealed class PixelUnshuffle(int factor) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.PixelUnshuffle(factor);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{factor}");
}
