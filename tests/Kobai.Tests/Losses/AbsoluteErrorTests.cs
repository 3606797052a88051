using Kobai.Losses;

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
}
