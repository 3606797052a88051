using Kobai.Losses;

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
}
