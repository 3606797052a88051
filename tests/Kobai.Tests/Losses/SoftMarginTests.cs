using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class SoftMarginTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 30, -40], T = [1.0, -1, 1, -1, 1, 1];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.SoftMargin(x, t, r), (x, t) => -t * x is var m && m > 0 ? m + Math.Log(1 + Math.Exp(-m)) : Log1p(Math.Exp(m)), X, T);
    }

    [Theory]
    [InlineData(-200f, 1f, 200f, -1f)]
    [InlineData(200f, -1f, 200f, 1f)]
    [InlineData(1e30f, 1f, 0f, 0f)]
    public void Large_scores_do_not_overflow(float x, float t, float loss, float slope)
    {
        var leaf = Tensor.From([x]).RequireGradient();
        var value = Loss.SoftMargin(leaf, Tensor.From([t]));
        value.Backward();
        Assert.Equal(loss, (float)value.Item());
        Assert.Equal(slope, (float)leaf.Gradient!.Item());
    }

    [Fact]
    public void Targets_of_0_are_refused_with_the_cure()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.SoftMargin(Tensor.From([1.0, 2]), Tensor.From([1.0, 0])));
        Assert.StartsWith("SoftMargin: target[1] is 0, neither −1 nor +1. Targets are −1 and +1; for 0 and 1 use BinaryCrossEntropyWithLogits.", error.Message);
    }

    static double Log1p(double x) => x < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(400, 1, -12, 1.9).Select((x, i) => new[] { x, i % 2 == 0 ? 1.0 : -1 }), [1e4, -1], [3e38, -1], [3e38, 1]];
        ExactJudge.Check((v, r) => Loss.SoftMargin(v[0], v[1], r), v =>
        {
            Wide margin = v[0] * v[1], wrong = Wide.Sigmoid(-margin);
            return [Wide.Max(-margin, new(0)) + Wide.Log1p(Wide.Exp(-Wide.Abs(margin))), -v[1] * wrong, -v[0] * wrong];
        }, points);
    }
}
