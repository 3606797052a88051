using System.Globalization;

namespace Kobai.Layers;

/// <summary>x where x > 0; elsewhere slope·x, in training with a slope drawn for each element, in use with their mean.</summary>
/// <remarks>
/// Slopes are drawn as PyTorch draws them. Source: Xu et al., "Empirical Evaluation of Rectified Activations in
/// Convolutional Network", arXiv:1505.00853.
/// <example><code>
/// var layer = new RRelu(0.1, 0.3);
/// layer.Evaluate();
/// layer.Forward(Tensor.From([-1.0, 2.0]))   // [-0.2, 2]
/// </code></example>
/// </remarks>
public sealed class RRelu : Layer
{
    readonly double _lower, _upper;
    readonly Generator? _generator;

    /// <summary>Makes a layer that draws slopes from a range.</summary>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The largest slope.</param>
    /// <param name="generator">Where slopes are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty.</exception>
    public RRelu(double lower = 1.0 / 8, double upper = 1.0 / 3, Generator? generator = null)
    {
        if (!(lower <= upper))
            throw new ArgumentOutOfRangeException(nameof(lower), $"RRelu: lower must not exceed upper; lower is {lower}, upper is {upper}.");
        (_lower, _upper, _generator) = (lower, upper, generator);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining) return x.LeakyRelu((_lower + _upper) / 2);
        bool isSingle = x.DType == DType.Float32;
        double lower = isSingle ? (float)_lower : _lower, upper = isSingle ? (float)_upper : _upper;
        double[] slopes = x.ToArray<double>();
        var generator = _generator ?? Generator.Default;
        for (int i = 0; i < slopes.Length; i++)
        {
            if (slopes[i] <= 0) generator.Uniform(slopes.AsSpan(i, 1), lower, upper);
            else slopes[i] = 1;
        }
        return x * Tensor.From(slopes, x.Shape).To(x.DType);
    }

    /// <inheritdoc/>
    protected override string Describe() => string.Create(CultureInfo.InvariantCulture, $"{_lower:0.###} to {_upper:0.###}");
}
