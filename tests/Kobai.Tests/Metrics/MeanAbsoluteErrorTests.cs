using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class MeanAbsoluteErrorTests
{
    [Fact]
    public void Is_the_mean_distance() => Assert.Equal(3.5, MeanAbsoluteError.Of([3, -6], expected: [0, -2]));

    [Fact]
    public void Rejects_unequal_lengths_and_names_both() =>
        Assert.Equal(
            "MeanAbsoluteError: one prediction per expected value; predicted has 1, expected has 2.",
            Assert.Throws<ArgumentException>(() => MeanAbsoluteError.Of([1], [1, 2])).Message);
}
