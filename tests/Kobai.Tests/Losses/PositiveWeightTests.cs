using Kobai.Losses;

namespace Kobai.Tests.Losses;

public class PositiveWeightTests
{
    [Fact]
    public void The_weight_is_the_ratio_of_the_counts()
    {
        Assert.Equal(9, PositiveWeight.FromCounts(10, 90).Item());
        Assert.Equal([9f, 0, 0.5f], PositiveWeight.FromCounts([10, 7, 4], [90, 0, 2]).ToArray<float>());
    }

    [Fact]
    public void Both_classes_weigh_the_same_in_total()
    {
        var x = Tensor.Zeros([5]).RequireGradient();
        Loss.BinaryCrossEntropyWithLogits(x, Tensor.From([1f, 0, 0, 0, 0]), null, PositiveWeight.FromCounts(1, 4)).Backward();
        Assert.Equal(0, x.Gradient!.Sum().Item(), 1e-7);
    }

    [Fact]
    public void Counts_without_a_positive_sample_or_of_other_numbers_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => PositiveWeight.FromCounts(0, 5));
        Assert.StartsWith("PositiveWeight.FromCounts: at least 1 positive and 0 negative samples are needed; the counts are 0 and 5.", error.Message);
        error = Assert.Throws<ArgumentException>(() => PositiveWeight.FromCounts([1, 0], [5, 5]));
        Assert.StartsWith("PositiveWeight.FromCounts: at least 1 positive and 0 negative samples are needed; the counts of label 1 are 0 and 5.", error.Message);
        error = Assert.Throws<ArgumentException>(() => PositiveWeight.FromCounts([1], [5, 5]));
        Assert.StartsWith("PositiveWeight.FromCounts: one count of each kind is needed for each label; there are 1 of positives and 2 of negatives.", error.Message);
    }
}
