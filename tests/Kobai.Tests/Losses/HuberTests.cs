using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class HuberTests
{
    static readonly double[] X = [-2.5, -0.75, 0.3, 1.2, 3.5, -1e-4], T = [1.0, -0.5, 0.25, -2, 3, 2e-4];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.Huber(x, t, 0.7, r), (x, t) => Math.Abs(x - t) is var d && d <= 0.7 ? d * d / 2 : 0.7 * (d - 0.35), X, T);
        PairJudge.CheckTarget((x, t, r) => Loss.Huber(x, t, 0.7, r), X, T);
    }

    [Fact]
    public void A_delta_of_0_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Huber(Tensor.From(X), Tensor.From(T), 0));
        Assert.StartsWith("Huber: delta must be above 0.", error.Message);
    }

    [Fact]
    public void Value_and_slopes_are_exact_to_4_units_in_the_last_place()
    {
        double[][] points = [.. ExactJudge.Spread(300, 1, -12, 4).Zip(ExactJudge.Spread(300, 2, -12, 4), (x, t) => new[] { x, t }), .. ExactJudge.Spread(200, 3, -12, 4).Select(x => new[] { x, x * (1 + 1e-6) }), [1e15, 1], [2, 2], [1e-15, 0], [3e38, -3e38]];
        ExactJudge.Check((v, r) => Loss.Huber(v[0], v[1], 0.7, r), v =>
        {
            Wide d = v[0] - v[1], size = Wide.Abs(d), sign = new(Math.Sign((double)d));
            Wide delta = new(0.7);
            bool isNear = (double)(delta - size) > 0;
            Wide slope = isNear ? d : sign * delta;
            return [isNear ? size * size * new Wide(0.5) : delta * (size - (delta * new Wide(0.5))), slope, -slope];
        }, points);
    }
}
