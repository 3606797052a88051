namespace Kobai.Layers;

/// <summary>A layer whose result is added to its input: y = x + f(x).</summary>
/// <remarks>Source: He et al., "Deep Residual Learning for Image Recognition", arXiv:1512.03385.</remarks>
/// <param name="inner">The layer f.</param>
/// <param name="shortcut">What the input goes through on its other way, where f changes its shape; nothing by default.</param>
/// <example><code>
/// new Residual(new Relu()).Forward(Tensor.From([-1.0, 2.0]))   // [-1, 4]
/// </code></example>
public sealed class Residual(Layer inner, Layer? shortcut = null) : Layer
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The two do not have shapes that broadcast.</exception>
    public override Tensor Forward(Tensor x) => (shortcut is null ? x : shortcut.Forward(x)) + inner.Forward(x);
}
