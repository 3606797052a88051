namespace Kobai.Optimizers;

/// <summary>The mean of the parameters at the ends of the last epochs.</summary>
/// <remarks>
/// <para>a ← a + (w − a) / (n + 1), where n updates were made before. Update after each epoch from about three quarters of the
/// training on, with a learning rate that stays high, see <see cref="SwaRate"/>. The running statistics of batch
/// normalization belong to other weights: compute them anew with the averages.</para>
/// <para>Source: Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", UAI 2018.</para>
/// <example><code>
/// var w = Tensor.From([1.0, -2.0]).RequireGradient();
/// var average = new StochasticWeightAveraging([w]);
/// average.Update();
/// using (NoGradient.Enter()) w.Fill(0);
/// average.Update();
/// average.CopyToParameters();
/// w   // [0.5, -1]
/// </code></example>
/// </remarks>
/// <param name="parameters">The tensors to average.</param>
public sealed class StochasticWeightAveraging(IEnumerable<Tensor> parameters) : WeightAverage(parameters)
{
    private protected override double Share(long n) => 1.0 / (n + 1);
}
