namespace Kobai.Layers;

/// <summary>Means over a number of parts of the last axis.</summary>
/// <remarks>See <c>AdaptiveAvgPool1d</c> of a tensor for the size of the result and the errors.</remarks>
/// <param name="size">The number of parts.</param>
/// <example><code>
/// new AdaptiveAvgPool1d(1).Forward(Tensor.From([1.0, 3, 2, 0], [1, 4]))   // [[1.5]]
/// </code></example>
public sealed class AdaptiveAvgPool1d(int size) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool1d(size);

    /// <inheritdoc/>
    protected override string Describe() => size.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
