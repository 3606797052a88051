using Kobai.Losses;
using Kobai.Simd;

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

    [Fact]
    public void Terms_that_cancel_keep_their_digits()
    {
        double[] x = [.. ExactJudge.Spread(150, 1, -6, 1.5)], t = [.. ExactJudge.Spread(150, 2, -6, 4).Select(Math.Abs)];
        double[][] pairs = [.. x.Zip(t, (a, b) => new[] { a, b }), .. x.Select(a => new[] { a, (double)(float)Math.Exp(a) }), [85, 1e30], [-700, 0]];
        double[][] rates = [.. t.Zip(x, (a, b) => new[] { a, Math.Abs(b) }), .. t.Select(a => new[] { a, a * (1 + 1e-6) }), .. t.Select(a => new[] { 1 + (a * 1e-6), a }), [1, 3]];
        Wide one = new(1), half = new(0.5), epsilon = new(1e-8), constant = new Wide(1.8378770664093456) + new Wide(-7.756588316134483e-17);
        foreach (bool full in (ReadOnlySpan<bool>)[false, true])
        {
            // The constant and its slope by the target.
            (Wide, Wide) Stirling(Wide t) => !full || (double)t <= 1 ? (new(0), new(0))
                : ((t * Wide.Log(t)) - t + (half * (Wide.Log(t) + constant)), Wide.Log(t) + (half / t));
            ExactJudge.Check((v, r) => Loss.PoissonNegativeLogLikelihood(v[0], v[1], true, full, reduction: r), v =>
            {
                var (more, slope) = Stirling(v[1]);
                Wide rate = Wide.Exp(v[0]);
                return [rate - (v[1] * v[0]) + more, rate - v[1], slope - v[0]];
            }, pairs);
            ExactJudge.Check((v, r) => Loss.PoissonNegativeLogLikelihood(v[0], v[1], false, full, reduction: r), v =>
            {
                var (more, slope) = Stirling(v[1]);
                Wide shifted = v[0] + epsilon, log = Wide.Log(shifted);
                return [v[0] - (v[1] * log) + more, one - (v[1] / shifted), slope - log];
            }, rates);
        }
    }
}
