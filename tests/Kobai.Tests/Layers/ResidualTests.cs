using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class ResidualTests
{
    [Fact]
    public void The_input_goes_both_ways()
    {
        var x = Tensor.From([-1.0, 2.0]);
        Assert.Equal([-1, 4], new Residual(new Relu()).Forward(x).ToArray<double>());
        Assert.Equal([1, 4], new Residual(new Relu(), new LeakyRelu(-1)).Forward(x).ToArray<double>());
        Assert.Equal([-1, 2], new Identity().Forward(x).ToArray<double>());
    }

    [Fact]
    public void Parameters_of_both_ways_are_found() =>
        Assert.Equal(4, new Residual(new Linear(2, 3), new Linear(2, 3)).Parameters.Count);
}
