namespace Kobai.Layers;

/// <summary>Turns each pair of features by an angle that grows with the position: what attention sees of positions is their distance.</summary>
/// <remarks>
/// Give it to <see cref="MultiHeadAttention"/>, which turns the queries and keys of each head. Source: Su et al., "RoFormer: Enhanced
/// Transformer with Rotary Position Embedding", arXiv:2104.09864.
/// <example><code>
/// new RotaryPosition().Forward(Tensor.From([1.0, 0, 1, 0], [2, 2]))   // [[1, 0], [0.5403…, 0.8414…]]
/// new MultiHeadAttention(16, heads: 2, rotary: new RotaryPosition())
///     .Forward(Tensor.Zeros([3, 16]));   // heads of 8 features each
/// </code></example>
/// </remarks>
/// <param name="halves">Whether feature i pairs with i + E/2, as in GPT-NeoX and LLaMA, and not 2i with 2i + 1, as in the paper.</param>
/// <param name="longest">The base of the wave lengths.</param>
public sealed class RotaryPosition(bool halves = false, double longest = 10_000) : Layer
{
    /// <summary>x turned at the positions 0, 1, …; x is (…, length, features).</summary>
    public override Tensor Forward(Tensor x) => Forward(x, 0);

    /// <summary>x turned at the positions start, start + 1, …; x is (…, length, features).</summary>
    /// <exception cref="ShapeException">The input has no axis of positions, or the number of features is odd.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative.</exception>
    public Tensor Forward(Tensor x, nint start) => x.RotaryPosition(start, halves, longest);

    /// <inheritdoc/>
    protected override string Describe() => halves ? "halves" : "";
}
