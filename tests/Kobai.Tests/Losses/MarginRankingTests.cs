using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class MarginRankingTests
{
    static readonly Tensor A = Tensor.From([0.5, 2, -1, 3, 0.1, 7]);
    static readonly Tensor B = Tensor.From([1.0, 1, 0.5, 2.5, -0.25, 0]);
    static readonly Tensor T = Tensor.From([1.0, 1, -1, -1, -1, 1]);

    [Fact]
    public void Value_is_the_formula()
    {
        Assert.Equal([0.75, 0, 0, 0.75, 0.6, 0], Loss.MarginRanking(A, B, T, 0.25, Reduction.None).ToArray<double>());
        Assert.Equal(2.1 / 6, Loss.MarginRanking(A, B, T, 0.25).Item(), 1e-16);
    }

    [Fact]
    public void Gradients_of_scores_and_targets_match_central_differences()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.MarginRanking(x[0], x[1], T, 0.25, reduction), A, B), 0, 1e-8);
            Assert.InRange(GradientCheck.Run(x => Loss.MarginRanking(A, x[0], T, 0.25, reduction), B), 0, 1e-8);
        }
    }

    [Fact]
    public void Scores_a_margin_apart_keep_the_digits_of_the_rest()
    {
        double[] b = [.. ExactJudge.Spread(200, 1)], c = [.. ExactJudge.Spread(200, 2, -20, 3)], sides = [.. ExactJudge.Spread(200, 3)];
        double[][] points =
        [
            .. b.Zip(c, sides).Select(p => new[] { p.First, p.Second, (double)Math.Sign(p.Third) }),
            .. b.Select(v => new[] { v, v + 0.3, -1 }), .. c.Select(v => new[] { v, v - 0.3, 1 }),
            [1, -1e-12, 1], [1, 1 + 0.3f, 1], [3e38, -3e38, 1],
        ];
        ExactJudge.Check((x, r) => Loss.MarginRanking(x[0], x[1], x[2], 0.3, r), x =>
        {
            Wide rest = new Wide(0.3) - (x[2] * (x[0] - x[1])), active = new((double)rest >= 0 ? 1 : 0);
            return [rest * active, -x[2] * active, x[2] * active];
        }, points);
    }

    [Fact]
    public void Other_shapes_and_targets_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => Loss.MarginRanking(Tensor.Ones([4]), Tensor.Ones([4, 1]), Tensor.Ones([4])));
        Assert.Equal(
            "MarginRanking: first and second must have the same shape (nothing is broadcast); first is (4), second is (4, 1). Did you mean second.Reshape(4)?",
            error.Message);
        var value = Assert.Throws<ArgumentException>(() => Loss.MarginRanking(Tensor.Ones([2]), Tensor.Ones([2]), Tensor.From([1f, 0])));
        Assert.StartsWith("MarginRanking: target[1] is 0, neither −1 nor +1. Targets are −1 and +1; for 0 and 1 use BinaryCrossEntropyWithLogits.", value.Message);
    }
}
