using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class PoissonNegativeLogLikelihoodTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, 1], T = [1.0, 0.5, 3, 2.5, 30, 2.7182817];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.PoissonNegativeLogLikelihood(x, t, reduction: r), (x, t) => Math.Exp(x) - t * x, X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.PoissonNegativeLogLikelihood(x, t, reduction: r), X, T);
    }

    [Fact]
    public void A_rate_can_be_given_itself()
    {
        double[] rates = [0.5, 0.75, 0.3, 1.2, 3.5, 1];
        Func<Tensor, Tensor, Reduction, Tensor> loss = (x, t, r) => Loss.PoissonNegativeLogLikelihood(x, t, logInput: false, epsilon: 1e-3, reduction: r);
        PairJudge.Check(loss, (x, t) => x - t * Math.Log(x + 1e-3), rates, T);
        PairJudge.CheckTarget(loss, rates, T);
    }

    [Fact]
    public void Full_adds_Stirlings_approximation_above_1() => PairJudge.Check(
        (x, t, r) => Loss.PoissonNegativeLogLikelihood(x, t, full: true, reduction: r),
        (x, t) => Math.Exp(x) - t * x + (t > 1 ? t * Math.Log(t) - t + 0.5 * Math.Log(2 * Math.PI * t) : 0), X, T);

    [Fact]
    public void Negative_counts_and_rates_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.PoissonNegativeLogLikelihood(Tensor.From([1.0]), Tensor.From([-1.0])));
        Assert.StartsWith("PoissonNegativeLogLikelihood: target[0] is -1, negative. Counts are 0 or more.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.PoissonNegativeLogLikelihood(Tensor.From([-1.0]), Tensor.From([1.0]), logInput: false));
        Assert.StartsWith("PoissonNegativeLogLikelihood: input[0] is -1, negative. A rate is 0 or more. Is it a logarithm? Use logInput: true.", error.Message);
    }

    [Fact]
    public void A_count_of_0_costs_the_rate_even_where_its_logarithm_is_infinite() =>
        Assert.Equal(0, Loss.PoissonNegativeLogLikelihood(Tensor.From([double.NegativeInfinity]), Tensor.From([0.0])).Item());
}
