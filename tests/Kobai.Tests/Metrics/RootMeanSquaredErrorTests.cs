using Kobai.Metrics;

namespace Kobai.Tests.Metrics;

public class RootMeanSquaredErrorTests
{
    [Fact]
    public void Is_the_root_of_the_mean_square() =>
        Assert.Equal(Math.Sqrt(12.5), RootMeanSquaredError.Of([3, 6], expected: [0, 2]), 15);

    [Fact]
    public void Does_not_overflow_where_the_square_of_a_float_would() =>
        Assert.Equal((double)2e30f, RootMeanSquaredError.Of([2e30f], expected: [0]), 1e16);
}
