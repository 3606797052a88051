using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class QuantileTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, -1e-4], T = [1.0, -0.5, 0.25, -2, 3, 2e-4];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.Quantile(x, t, 0.9, r), (x, t) => t > x ? 0.9 * (t - x) : (1 - 0.9) * (x - t), X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.Quantile(x, t, 0.9, r), X, T);
    }

    [Fact]
    public void The_best_constant_is_the_quantile()
    {
        var t = Tensor.Arange(0, 101, type: DType.Float64);
        double Cost(double guess) => Loss.Quantile(Tensor.Full([101], guess, DType.Float64), t, 0.9).Item();
        Assert.Equal(90, Enumerable.Range(0, 101).MinBy(guess => Cost(guess)));
    }

    [Fact]
    public void Quantiles_outside_0_to_1_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Quantile(Tensor.From(X), Tensor.From(T), 1));
        Assert.StartsWith("Quantile: quantile must be above 0 and below 1.", error.Message);
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.Quantile(v[0], v[1], 0.9, r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            Wide slope = (double)d > 0 ? new Wide(1) - new Wide(0.9) : (double)d < 0 ? -new Wide(0.9) : new(0);
            return [slope * d, slope, -slope];
        }, points);
    }
}
