using System.Globalization;

namespace Kobai.Layers;

/// <summary>ln(1 + exp(β·x)) / β, element by element: a smooth max(x, 0).</summary>
/// <param name="beta">β; the larger, the sharper the bend.</param>
/// <param name="threshold">Above which β·x the line is taken for the curve; never by default, as nothing overflows.</param>
/// <example><code>
/// new Softplus().Forward(Tensor.From([0.0, 100.0]))   // [0.6931…, 100]
/// </code></example>
public sealed class Softplus(double beta = 1, double threshold = double.PositiveInfinity) : Layer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{(beta == 1 ? "" : beta)}");
}
