using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class RSquaredTests
{
    [Fact]
    public void Is_one_for_exact_predictions() => Assert.Equal(1, RSquared.Of([1, 2, 4], expected: [1, 2, 4]));

    [Fact]
    public void Is_zero_for_the_mean() => Assert.Equal(0, RSquared.Of([2, 2, 2], expected: [1, 2, 3]));

    [Fact]
    public void Is_negative_when_worse_than_the_mean() => Assert.Equal(-3, RSquared.Of([3, 2, 1], expected: [1, 2, 3]));

    [Fact]
    public void Of_a_constant_is_one_or_zero()
    {
        Assert.Equal(1, RSquared.Of([5, 5], expected: [5, 5]));
        Assert.Equal(0, RSquared.Of([5, 4], expected: [5, 5]));
    }
}
