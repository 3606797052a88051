using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class MultiLabelSoftMarginTests
{
    static readonly Tensor X = Tensor.From([0.5, -1, 2, 0.25, 3, -0.5], [2, 3]);
    static readonly Tensor T = Tensor.From([1.0, 0, 0, 1, 1, 0.25], [2, 3]);
    static readonly Tensor W = Tensor.From([0.5, 1, 2]);

    [Fact]
    public void Value_is_the_mean_over_the_labels()
    {
        double[] x = X.ToArray<double>(), t = T.ToArray<double>();
        double[] each = [.. x.Zip(t, (a, b) => Math.Log(1 + Math.Exp(a)) - a * b)];
        double[] samples = [each[..3].Average(), each[3..].Average()];
        double[] losses = Loss.MultiLabelSoftMargin(X, T, reduction: Reduction.None).ToArray<double>();
        Assert.Equal(samples[0], losses[0], 1e-15);
        Assert.Equal(samples[1], losses[1], 1e-15);
        Assert.Equal(samples.Average(), Loss.MultiLabelSoftMargin(X, T).Item(), 1e-15);
        Assert.Equal(samples.Average(), Loss.MultiLabelSoftMargin(X, T, reduction: Reduction.BatchMean).Item(), 1e-15);
        Assert.Equal(samples.Sum(), Loss.MultiLabelSoftMargin(X, T, reduction: Reduction.Sum).Item(), 1e-15);
        double weighted = (0.5 * each[0] + each[1] + 2 * each[2] + 0.5 * each[3] + each[4] + 2 * each[5]) / 6;
        var loss = Loss.MultiLabelSoftMargin(X, T, W);
        Assert.Equal(weighted, loss.Item(), 1e-15);
        Assert.Equal(2, loss.LossDenominator);
        Assert.Equal(weighted * 2, loss.LossSum, 1e-15);
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            Assert.InRange(GradientCheck.Run(x => Loss.MultiLabelSoftMargin(x[0], x[1], W, reduction), X, T * 0.5 + 0.1), 0, 1e-8);
        }
    }

    [Fact]
    public void A_confident_sample_keeps_its_loss() => Assert.Equal(
        (float)Math.Exp(-30), (float)Loss.MultiLabelSoftMargin(Tensor.From([30f, -30], [1, 2]), Tensor.From([1f, 0], [1, 2])).Item());

    [Fact]
    public void Targets_outside_their_range_and_other_shapes_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Loss.MultiLabelSoftMargin(X, T * 2 - 1));
        Assert.StartsWith("MultiLabelSoftMargin: target[0, 1] is -1, outside [0, 1]. For targets of −1 and +1 use a soft-margin loss.", error.Message);
        Assert.Equal("MultiLabelSoftMargin: logits need an axis of labels; logits is ().", Assert.Throws<ShapeException>(
            () => Loss.MultiLabelSoftMargin(Tensor.Scalar(1), Tensor.Scalar(1))).Message);
    }
}
