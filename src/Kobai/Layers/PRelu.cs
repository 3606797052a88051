using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > 0 and w·x elsewhere, with a learned slope w: one, or one for each channel.</summary>
/// <remarks>
/// Source: He et al., "Delving Deep into Rectifiers", arXiv:1502.01852.
/// <example><code>
/// new PRelu(type: DType.Float64).Forward(Tensor.From([-1.0, 2.0]))   // [-0.25, 2]
/// </code></example>
/// </remarks>
/// <param name="channels">The number of slopes: 1, or the size of axis 1 of the input.</param>
/// <param name="initial">What each slope starts from.</param>
/// <param name="type">The type of the slopes.</param>
public sealed class PRelu(int channels = 1, double initial = 0.25, DType type = DType.Float32) : Layer
{
    /// <summary>The slopes, of shape (channels).</summary>
    public Tensor Weight { get; } = Tensor.Full([channels], initial, type).RequireGradient();

    /// <inheritdoc/>
    /// <exception cref="ShapeException">There are several slopes, and the input has another number of channels.</exception>
    public override Tensor Forward(Tensor x) => x.PRelu(Weight);

    /// <inheritdoc/>
    protected override string Describe() => Weight.Count.ToString(CultureInfo.InvariantCulture);
}
