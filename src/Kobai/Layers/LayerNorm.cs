namespace Kobai.Layers;

/// <summary>The last axes normalized together: y = w·(x − mean) / √(variance + ε) + b, element by element.</summary>
/// <remarks>
/// Source: Ba, Kiros and Hinton, "Layer Normalization", arXiv:1607.06450.
/// <example><code>
/// new LayerNorm([2], epsilon: 0).Forward(Tensor.From([1f, 3, 10, 30], [2, 2]))   // [[-1, 1], [-1, 1]]
/// </code></example>
/// </remarks>
public sealed class LayerNorm : Layer
{
    readonly Shape _shape;
    readonly double _epsilon;

    /// <summary>Makes a layer with weights 1 and biases 0.</summary>
    /// <param name="shape">The sizes of the axes that are normalized, the last of the input.</param>
    /// <param name="epsilon">ε, which keeps the divisor from 0.</param>
    /// <param name="affine">Whether there are weights.</param>
    /// <param name="bias">Whether there are biases besides.</param>
    /// <param name="type">The type of the parameters.</param>
    public LayerNorm(Shape shape, double epsilon = 1e-5, bool affine = true, bool bias = true, DType type = DType.Float32)
    {
        (_shape, _epsilon) = (shape, epsilon);
        Weight = affine ? Tensor.Ones(shape, type).RequireGradient() : null;
        Bias = affine && bias ? Tensor.Zeros(shape, type).RequireGradient() : null;
    }

    /// <summary>w, of the shape that is normalized; null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>b, of the shape that is normalized; null without.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input does not end in the shape.</exception>
    public override Tensor Forward(Tensor x) => x.LayerNorm(_shape, Weight, Bias, _epsilon);

    /// <inheritdoc/>
    protected override string Describe() => _shape.ToString()[1..^1];
}
