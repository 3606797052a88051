namespace Kobai.Optimizers;

/// <summary>An average of parameters in which each step weighs less the longer ago it was.</summary>
/// <remarks>
/// <para>a ← w at the first update, then a ← β a + (1 − β) w. Update after each step of the optimizer; the memory is about
/// 1 / (1 − β) steps.</para>
/// <para>Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var average = new ExponentialMovingAverage([w], decay: 0.9);
/// average.Update();
/// using (NoGradient.Enter()) w.Fill(0);
/// average.Update();
/// average.Averages[0]   // [0.9, -1.8]
/// </code></example>
/// </remarks>
public sealed class ExponentialMovingAverage : WeightAverage
{
    readonly double _decay;

    /// <summary>Makes the average of some parameters.</summary>
    /// <param name="parameters">The tensors to average.</param>
    /// <param name="decay">β.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside [0, 1].</exception>
    public ExponentialMovingAverage(IEnumerable<Tensor> parameters, double decay = 0.999) : base(parameters)
    {
        if (decay is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(decay), decay, "ExponentialMovingAverage: decay must be from 0 to 1.");
        }
        _decay = decay;
    }

    private protected override double Share(long n) => 1 - _decay;
}
