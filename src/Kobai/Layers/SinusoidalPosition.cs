namespace Kobai.Layers;

/// <summary>
/// Adds fixed waves to the features of each position: sin(p / 10000^(2i/E)) to feature 2i of position p and the cosine to feature 2i + 1.
/// </summary>
/// <remarks>
/// For positions that are learned, add an <see cref="Embedding"/> of the numbers 0, 1, …. Source: Vaswani et al., "Attention Is All
/// You Need", arXiv:1706.03762, section 3.5.
/// <example><code>
/// new SinusoidalPosition(2).Forward(Tensor.Zeros([3, 2]))   // [[0, 1], [0.8414…, 0.5403…], [0.9092…, -0.4161…]]
/// </code></example>
/// </remarks>
public sealed class SinusoidalPosition : Layer
{
    readonly int _size;
    readonly double _longest;

    /// <summary>Makes a layer.</summary>
    /// <param name="size">The number of features E.</param>
    /// <param name="longest">The base of the wave lengths, 10000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or the base is not positive.</exception>
    public SinusoidalPosition(int size, double longest = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        (_size, _longest) = (size, longest);
    }

    /// <summary>x with the waves of the positions 0, 1, … added; x is (…, length, size).</summary>
    public override Tensor Forward(Tensor x) => Forward(x, 0);

    /// <summary>x with the waves of the positions start, start + 1, … added; x is (…, length, size).</summary>
    /// <exception cref="ShapeException">The last axis does not have as many features as the layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative.</exception>
    public Tensor Forward(Tensor x, nint start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (x.Rank < 2 || x.Shape[^1] != _size)
            throw new ShapeException($"SinusoidalPosition: the input must be (…, length, {_size}); it is {x.Shape}.");
        nint length = x.Shape[^2], waves = (_size + 1) / 2;
        var positions = start + Tensor.Arange(0, length, type: DType.Float64).Reshape(length, 1);
        var angles = positions * (Tensor.Arange(0, waves, type: DType.Float64) * (-2 * Math.Log(_longest) / _size)).Exp();
        var added = Tensor.Stack(-1, angles.Sin(), angles.Cos()).Reshape(length, 2 * waves);
        return x + added[.., .._size].To(x.DType);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{_size}";
}
