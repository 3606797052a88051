using Kobai.Layers;

namespace Kobai.Tests.Layers;

/// <summary>The layers that pool planes and lines.</summary>
public class PoolingLayersTests
{
    [Fact]
    public void Each_layer_applies_its_operation()
    {
        var x = Tensor.Linspace(-1, 2, 60).Reshape(1, 3, 4, 5);
        Assert.Equal(x.MaxPool2d(2, 1, 1).ToArray<float>(), new MaxPool2d(2, 1, 1).Forward(x).ToArray<float>());
        Assert.Equal(x.AvgPool2d(2, 1, 1).ToArray<float>(), new AvgPool2d(2, 1, 1).Forward(x).ToArray<float>());
        Assert.Equal("MaxPool2d(2 × 3)", new MaxPool2d((2, 3)).ToString());
        Assert.Equal("AdaptiveAvgPool2d(1 × 1)", new AdaptiveAvgPool2d(1).ToString());
        Assert.Equal("AvgPool1d(2)", new AvgPool1d(2).ToString());
    }
}
