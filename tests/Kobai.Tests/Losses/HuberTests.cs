using Kobai.Losses;

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
}
