using System.Globalization;

namespace Kobai.Layers;

/// <summary>In training, sets each element to 0 with probability p and divides the others by 1 − p; in use, does nothing.</summary>
/// <remarks>
/// Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014). The
/// mask is drawn as PyTorch draws it.
/// <example><code>
/// Sequential model = [new Linear(20, 64), new Relu(), new Dropout(0.2), new Linear(64, 1)];
/// model.Evaluate();   // no element is dropped in use
/// </code></example>
/// </remarks>
public sealed class Dropout : Layer
{
    readonly double _probability;
    readonly Generator? _generator;

    /// <summary>Makes a layer that drops elements with a probability.</summary>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <param name="generator">Where masks are drawn from; <see cref="Generator.Default"/> if none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside [0, 1].</exception>
    public Dropout(double probability = 0.5, Generator? generator = null)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout: the probability goes from 0 to 1.");
        }
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
        return x * (mask / (1 - _probability));
    }

    /// <inheritdoc/>
    protected override string Describe() => _probability.ToString(CultureInfo.InvariantCulture);
}
