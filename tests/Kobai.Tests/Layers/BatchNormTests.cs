using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class BatchNormTests
{
    [Fact]
    public void In_use_the_running_averages_are_taken()
    {
        var layer = new BatchNorm(2, epsilon: 0, type: DType.Float64);
        var x = Tensor.From([1.0, 10, 3, 30], [2, 2]);
        Assert.Equal([-1, -1, 1, 1], layer.Forward(x).ToArray<double>());
        Assert.Equal([0.2, 2], layer.RunningMean!.ToArray<double>());
        layer.Evaluate();
        double[] y = layer.Forward(x).ToArray<double>();
        Assert.Equal((1 - 0.2) / Math.Sqrt(0.9 + 0.1 * 2), y[0], 1e-14);
        Assert.Equal([0.2, 2], layer.RunningMean.ToArray<double>());
    }

    [Fact]
    public void Without_momentum_the_averages_are_over_all_batches()
    {
        var layer = new BatchNorm(1, momentum: null);
        foreach (float mean in new[] { 1f, 2, 6 }) layer.Forward(Tensor.From([mean - 1, mean + 1], [2, 1]));
        Assert.Equal(3, layer.RunningMean!.Item(), 1e-6);
        Assert.Equal(2, layer.RunningVariance!.Item(), 1e-6);
    }

    [Fact]
    public void Without_averages_use_and_training_are_alike()
    {
        var layer = new BatchNorm(1, affine: false, track: false);
        layer.Evaluate();
        Assert.Equal([-1, 1], layer.Forward(Tensor.From([1f, 5], [2, 1])).ToArray<double>().Select(v => Math.Round(v, 4)));
        Assert.Empty(layer.Parameters);
    }

    [Fact]
    public void Averages_are_no_parameters()
    {
        Assert.Equal(["weight", "bias"], new BatchNorm(3).NamedParameters().Select(named => named.Name));
        Assert.Equal("BatchNorm(3), 6 parameters", new BatchNorm(3).ToString());
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => new BatchNorm(0));
    }
}
