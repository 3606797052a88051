using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class OrdinalTests
{
    static readonly Tensor X = Tensor.From([0.5, -1, -2, 1.25, 0.5, -0.5], [2, 3]);

    [Fact]
    public void Value_is_the_sum_over_the_questions()
    {
        double Loss0(double x) => Math.Log(1 + Math.Exp(x));
        double[] expected = [Loss0(-0.5) + Loss0(-1) + Loss0(-2), Loss0(-1.25) + Loss0(-0.5) + Loss0(0.5)];
        double[] losses = Loss.Ordinal(X, [1, 3], Reduction.None).ToArray<double>();
        Assert.Equal(expected[0], losses[0], 1e-15);
        Assert.Equal(expected[1], losses[1], 1e-15);
        var loss = Loss.Ordinal(X, [1, 3]);
        Assert.Equal(expected.Average(), loss.Item(), 1e-15);
        Assert.Equal(2, loss.LossDenominator);
        Assert.Equal(expected.Sum(), Loss.Ordinal(X, [1, 3], Reduction.Sum).Item(), 1e-15);
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.Ordinal(x[0], [0, 2], reduction), X), 0, 1e-8);
        }
    }

    [Fact]
    public void A_label_that_is_no_rank_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.Ordinal(X, [0, 4]));
        Assert.StartsWith("Ordinal: labels[1] is 4; with 4 classes labels go from 0 to 3. Do labels start at 1?", error.Message);
        Assert.Equal("Ordinal: logits must be (N, C) and labels (N); logits is (2, 3), labels is (3).", Assert.Throws<ShapeException>(
            () => Loss.Ordinal(X, [0, 1, 2])).Message);
    }
}
