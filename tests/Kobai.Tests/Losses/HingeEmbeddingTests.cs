using Kobai.Losses;
using Kobai.Simd;

namespace Kobai.Tests.Losses;

public class HingeEmbeddingTests
{
    static readonly double[] X = [0.5, 0.75, 2.5, 1.2, 3.5, 0.1], T = [1.0, -1, 1, -1, -1, 1];

    [Fact]
    public void Values_and_gradients_are_those_of_the_formula()
    {
        PairJudge.Check((x, t, r) => Loss.HingeEmbedding(x, t, 1.5, r), (x, t) => t > 0 ? x : Math.Max(0, 1.5 - x), X, T);
    }

    [Fact]
    public void Targets_other_than_plus_and_minus_one_are_refused() =>
        Assert.StartsWith("HingeEmbedding: target[0] is 0.5, neither −1 nor +1.",
            Assert.Throws<ArgumentException>(() => Loss.HingeEmbedding(Tensor.From([1.0]), Tensor.From([0.5]))).Message);

    [Fact]
    public void Value_and_slope_are_exact_to_4_units_in_the_last_place()
    {
        double[] x = [.. ExactJudge.Spread(300, 1, -12, 3)];
        double[][] points = [.. x.Select((v, i) => new[] { v, i % 2 == 0 ? 1.0 : -1 }), .. x.Select(v => new[] { 0.3 + (v * 1e-6), -1 })];
        ExactJudge.Check((v, r) => Loss.HingeEmbedding(v[0], v[1], 0.3, r), v =>
        {
            Wide rest = new Wide(0.3) - v[0];
            if ((double)v[1] > 0) return [v[0], new(1)];
            return (double)rest >= 0 ? [rest, new(-1)] : [new(0), new(0)];
        }, points);
    }
}
