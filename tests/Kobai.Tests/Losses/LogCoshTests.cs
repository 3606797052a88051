using Kobai.Losses;
using Kobai.Simd;

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

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.LogCosh(v[0], v[1], r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            Wide one = new(1);
            // The terms of a small difference cancel: its series is summed.
            Wide square = d * d, value = (double)size < 1e-3
                ? square * (new Wide(0.5) - (square * (one / new Wide(12) - (square / new Wide(45)))))
                : size - Wide.Log(new(2)) + Wide.Log1p(Wide.Exp(new Wide(-2) * size));
            return [value, Wide.Tanh(d), -Wide.Tanh(d)];
        }, points);
    }
}
