using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class LogCoshTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, -1e-4], T = [1.0, -0.5, 0.25, -2, 3, 2e-4];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.LogCosh(x, t, r), Exact, X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.LogCosh(x, t, r), X, T);
    }

    [Theory]
    [InlineData(1e-10f)]
    [InlineData(1e-3f)]
    [InlineData(0.999f)]
    [InlineData(1.001f)]
    [InlineData(20f)]
    [InlineData(3e38f)]
    public void Small_and_large_differences_keep_their_digits(float d) =>
        PairJudge.AssertUlps(Exact(d, 0), (float)Loss.LogCosh(Tensor.From([d]), Tensor.From([0f])).Item());

    static double Exact(double x, double t)
    {
        double d = Math.Abs(x - t);
        return d < 1e-2 ? d * d / 2 - Math.Pow(d, 4) / 12 + Math.Pow(d, 6) / 45
            : d < 20 ? Math.Log(Math.Cosh(d)) : d - Math.Log(2);
    }
}
