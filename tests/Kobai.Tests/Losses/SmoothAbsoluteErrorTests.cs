using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class SmoothAbsoluteErrorTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, -1e-4], T = [1.0, -0.5, 0.25, -2, 3, 2e-4];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.SmoothAbsoluteError(x, t, 0.7, r), (x, t) => Math.Abs(x - t) is var d && d < 0.7 ? d * d / 1.4 : d - 0.35, X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.SmoothAbsoluteError(x, t, 0.7, r), X, T);
    }

    [Fact]
    public void Beta_0_is_the_absolute_error() =>
        Assert.Equal(Loss.AbsoluteError(Tensor.From(X), Tensor.From(T)).Item(), Loss.SmoothAbsoluteError(Tensor.From(X), Tensor.From(T), 0).Item());

    [Fact]
    public void A_negative_beta_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SmoothAbsoluteError(Tensor.From(X), Tensor.From(T), -1));
        Assert.StartsWith("SmoothAbsoluteError: beta must be 0 or more.", error.Message);
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.SmoothAbsoluteError(v[0], v[1], 0.7, r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            Wide beta = new(0.7);
            bool isNear = (double)(beta - size) > 0;
            Wide slope = isNear ? d / beta : sign;
            return [isNear ? size * size / (beta + beta) : size - (beta * new Wide(0.5)), slope, -slope];
        }, points);
    }
}
