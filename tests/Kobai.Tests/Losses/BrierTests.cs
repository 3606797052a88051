using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class BrierTests
{
    static readonly Tensor P = Tensor.From([0.5, 0.25, 0.25, 0.1, 0.2, 0.7], [2, 3]);

    [Fact]
    public void Value_is_the_formula()
    {
        double[] expected = [0.25 + 0.0625 + 0.0625, 0.01 + 0.64 + 0.49], losses = Loss.Brier(P, [0, 1], Reduction.None).ToArray<double>();
        Assert.Equal(expected[0], losses[0], 1e-15);
        Assert.Equal(expected[1], losses[1], 1e-15);
        var loss = Loss.Brier(P, [0, 1]);
        Assert.Equal(expected.Average(), loss.Item(), 1e-15);
        Assert.Equal(2, loss.LossDenominator);
        Assert.Equal(expected.Sum(), Loss.Brier(P, [0, 1], Reduction.Sum).Item(), 1e-15);
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.Brier(x[0], [2, 0], reduction), P), 0, 1e-8);
        }
    }

    [Fact]
    public void A_nearly_sure_prediction_keeps_its_tiny_loss()
    {
        float p = 1 - 1f / (1 << 24), rest = 1f / (1 << 24);
        var loss = Loss.Brier(Tensor.From([p, rest], [1, 2]), [0]);
        Assert.Equal(2 * rest * rest, (float)loss.Item());
    }

    [Fact]
    public void Logits_and_labels_that_are_no_class_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.Brier(P * 2, [0, 1]));
        Assert.StartsWith("Brier: probability[1, 2] is 1.4, outside [0, 1]. Are these logits? Take Softmax() of them.", error.Message);
        error = Assert.Throws<ArgumentException>(() => Loss.Brier(P, [0, 3]));
        Assert.StartsWith("Brier: labels[1] is 3; with 3 classes labels go from 0 to 2. Do labels start at 1?", error.Message);
    }
}
