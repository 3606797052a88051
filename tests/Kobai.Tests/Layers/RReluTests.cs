using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class RReluTests
{
    [Fact]
    public void In_training_slopes_are_drawn_and_in_use_their_mean_is_taken()
    {
        var layer = new RRelu(0.2, 0.4, new Generator(1));
        float[] y = layer.Forward(Tensor.Full([1000], -1)).ToArray<float>();
        Assert.All(y, v => Assert.InRange(v, -0.4f, -0.2f));
        Assert.True(y.Distinct().Count() > 900);
        Assert.Equal([2f, 0], layer.Forward(Tensor.From([2f, 0])).ToArray<float>());
        layer.Evaluate();
        Assert.Equal(-0.3f, layer.Forward(Tensor.From([-1f])).ToArray<float>()[0], 1e-6f);
        Assert.Equal("RRelu(0.2 to 0.4)", layer.ToString());
    }

    [Fact]
    public void A_range_in_the_wrong_order_is_refused() => Assert.StartsWith(
        "RRelu: lower must not exceed upper; lower is 1, upper is 0.5.",
        Assert.Throws<ArgumentOutOfRangeException>(() => new RRelu(1, 0.5)).Message);
}
