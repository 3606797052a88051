using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class AbsoluteErrorTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, -1e-4], T = [1.0, -0.5, 0.25, -2, 3, 2e-4];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.AbsoluteError(x, t, r), (x, t) => Math.Abs(x - t), X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.AbsoluteError(x, t, r), X, T);
    }

    [Fact]
    public void The_gradient_where_both_are_equal_is_0()
    {
        var x = Tensor.From([1.0, 2]).RequireGradient();
        Loss.AbsoluteError(x, Tensor.From([1.0, 1]), Reduction.Sum).Backward();
        Assert.Equal([0.0, 1], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.AbsoluteError(v[0], v[1], r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            return [size, sign, -sign];
        }, points);
    }
}
