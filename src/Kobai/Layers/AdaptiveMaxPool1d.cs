namespace Kobai.Layers;

/// <summary>The largest elements of a number of parts of the last axis.</summary>
/// <remarks>See <c>AdaptiveMaxPool1d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="size">The number of parts.</param>
/// <example><code>
/// new AdaptiveMaxPool1d(1).Forward(Tensor.From([1.0, 3, 2, 0], [1, 4]))   // [[3]]
/// </code></example>
public sealed class AdaptiveMaxPool1d(int size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool1d(size);

    /// <inheritdoc/>
    protected override string Describe() => size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
