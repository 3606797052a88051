using System.Globalization;

namespace Kobai.Layers;

/// <summary>
/// In training, sets elements to the lower limit of <see cref="Selu"/> with probability p and scales and shifts all, so that
/// mean 0 and variance 1 are kept; in use, does nothing.
/// </summary>
/// <remarks>
/// y = a·(x·m + α′·(1 − m)) + b with α′ = −1.7580…, m = 0 with probability p and 1 otherwise, a = 1/√((α′²·p + 1)(1 − p)) and
/// b = −a·α′·p. Masks are drawn as PyTorch draws them. Source: Klambauer et al., "Self-Normalizing Neural Networks",
/// arXiv:1706.02515.
/// <example><code>
/// Sequential model = [new Linear(20, 64), new Selu(), new AlphaDropout(0.1), new Linear(64, 1)];
/// model.Forward(Tensor.Zeros([8, 20]))   // shape (8, 1)
/// </code></example>
/// </remarks>
public sealed class AlphaDropout : Layer
{
    const double Limit = 1.7580993408473766;

    readonly double _probability;
    readonly Generator? _generator;

    /// <summary>Makes a layer that drops elements with a probability.</summary>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <param name="generator">Where masks are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public AlphaDropout(double probability = 0.5, Generator? generator = null)
    {
        if (probability is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "AlphaDropout: the probability goes from 0 to 1.");
        (_probability, _generator) = (probability, generator);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining || _probability == 0) return x;
        if (_probability == 1) return x * 0;
        var mask = Tensor.Empty(x.Shape, x.DType);
        var generator = _generator ?? Generator.Default;
        if (x.DType == DType.Float32) generator.Bernoulli(mask.Elements<float>(), 1 - _probability);
        else generator.Bernoulli(mask.Elements<double>(), 1 - _probability);
        double scale = 1 / Math.Sqrt((Limit * Limit * _probability + 1) * (1 - _probability));
        return x * (mask * scale) + ((mask - 1) * (Limit * scale) + Limit * scale * _probability);
    }

    /// <inheritdoc/>
    protected override string Describe() => _probability.ToString(CultureInfo.InvariantCulture);
}
