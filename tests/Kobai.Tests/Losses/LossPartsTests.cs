using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class LossPartsTests
{
    [Fact]
    public void Sums_and_denominators_of_micro_batches_combine_to_the_loss_of_the_batch()
    {
        var logits = Tensor.From([1.0, -2, 0.5, 3, 0, 1, -1, 2, 0.25, -0.5, 1.5, 2.5], [4, 3]);
        Labels labels = [0, 2, -100, 1];
        Tensor weight = Tensor.From([0.5, 1.0, 2.0]);
        Tensor whole = Loss.CrossEntropy(logits, labels, weight);
        Tensor first = Loss.CrossEntropy(logits[..1], [0], weight), rest = Loss.CrossEntropy(logits[1..], [2, -100, 1], weight);
        Assert.Equal(
            whole.Item(), (first.LossSum + rest.LossSum) / (first.LossDenominator + rest.LossDenominator), 1e-15);
        Assert.Equal(3.5, whole.LossDenominator);
    }

    [Theory]
    [InlineData(Reduction.Mean, 6)]
    [InlineData(Reduction.Sum, 1)]
    [InlineData(Reduction.BatchMean, 2)]
    public void The_denominator_is_that_of_the_reduction(Reduction reduction, double denominator)
    {
        var loss = Loss.SquaredError(Tensor.Full([2, 3], 2), Tensor.Zeros([2, 3]), reduction);
        Assert.Equal(24, loss.LossSum);
        Assert.Equal(denominator, loss.LossDenominator);
        Assert.Equal(24 / denominator, loss.Item());
    }

    [Fact]
    public void A_tensor_that_is_no_reduced_loss_has_no_parts()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Tensor.Zeros([2]).LossSum);
        Assert.Equal(
            "This tensor of shape (2) is not a reduced loss: only what a loss returns for Mean, BatchMean or Sum has a sum and a denominator.",
            error.Message);
    }
}
