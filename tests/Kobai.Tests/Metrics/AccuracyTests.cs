using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class AccuracyTests
{
    [Fact]
    public void Counts_the_share_of_equal_pairs() =>
        Assert.Equal(0.75, Accuracy.Of([0, 1, 1, 0], expected: [0, 1, 0, 0]));

    [Fact]
    public void Rejects_unequal_lengths_and_names_both() =>
        Assert.Equal(
            "Accuracy: one prediction per expected value; predicted has 2, expected has 1.",
            Assert.Throws<ArgumentException>(() => Accuracy.Of([0, 1], [0])).Message);

    [Fact]
    public void Rejects_empty_input() =>
        Assert.Equal(
            "Accuracy: at least one value is needed; predicted and expected are empty.",
            Assert.Throws<ArgumentException>(() => Accuracy.Of([], [])).Message);
}
