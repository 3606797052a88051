namespace Kobai.Layers;

/// <summary>The last axes divided by their root mean square: y = w·x / √(mean of x² + ε), element by element.</summary>
/// <remarks>
/// Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", arXiv:1910.07467.
/// <example><code>
/// new RmsNorm([2]).Forward(Tensor.From([3f, 4], [1, 2]))   // [[0.84852…, 1.13137…]]
/// </code></example>
/// </remarks>
public sealed class RmsNorm : Layer
{
    readonly Shape _shape;
    readonly double? _epsilon;

    /// <summary>Makes a layer with weights 1.</summary>
    /// <param name="shape">The sizes of the axes that are normalized, the last of the input.</param>
    /// <param name="epsilon">ε; by default the distance from 1 to the next number of the type.</param>
    /// <param name="affine">Whether there are weights.</param>
    /// <param name="type">The type of the weights.</param>
    public RmsNorm(Shape shape, double? epsilon = null, bool affine = true, DType type = DType.Float32)
    {
        (_shape, _epsilon) = (shape, epsilon);
        Weight = affine ? Tensor.Ones(shape, type).RequireGradient() : null;
    }

    /// <summary>w, of the shape that is normalized; null without.</summary>
    public Tensor? Weight { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input does not end in the shape.</exception>
    public override Tensor Forward(Tensor x) => x.RmsNorm(_shape, Weight, _epsilon);

    /// <inheritdoc/>
    protected override string Describe() => _shape.ToString()[1..^1];
}
