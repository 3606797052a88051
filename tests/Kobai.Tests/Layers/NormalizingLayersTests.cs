using Kobai.Layers;

namespace Kobai.Tests.Layers;

/// <summary>LayerNorm, RmsNorm, GroupNorm and InstanceNorm as layers.</summary>
public class NormalizingLayersTests
{
    [Fact]
    public void Each_layer_applies_its_operation()
    {
        var x = Tensor.Linspace(-1, 2, 48).Reshape(2, 4, 6);
        Assert.Equal(x.LayerNorm([4, 6]).ToArray<float>(), new LayerNorm([4, 6]).Forward(x).ToArray<float>());
        Assert.Equal(x.RmsNorm([6]).ToArray<float>(), new RmsNorm([6]).Forward(x).ToArray<float>());
        Assert.Equal(x.GroupNorm(2).ToArray<float>(), new GroupNorm(2, 4).Forward(x).ToArray<float>());
        Assert.Equal(x.GroupNorm(4).ToArray<float>(), new InstanceNorm(4).Forward(x).ToArray<float>());
    }

    [Fact]
    public void Layers_print_what_they_normalize()
    {
        Assert.Equal("LayerNorm(4, 6), 48 parameters", new LayerNorm([4, 6]).ToString());
        Assert.Equal("LayerNorm(4), 4 parameters", new LayerNorm([4], bias: false).ToString());
        Assert.Equal("RmsNorm(6)", new RmsNorm([6], affine: false).ToString());
        Assert.Equal("GroupNorm(2 groups of 4), 8 parameters", new GroupNorm(2, 4).ToString());
        Assert.Equal("InstanceNorm(4), 8 parameters", new InstanceNorm(4, affine: true).ToString());
    }

    [Fact]
    public void Parameters_and_inputs_that_make_no_sense_are_refused()
    {
        Assert.StartsWith("GroupNorm: groups must divide the channels; channels is 4, groups is 3.",
            Assert.Throws<ArgumentException>(() => new GroupNorm(3, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => new InstanceNorm(0));
        Assert.Equal("InstanceNorm: x must be (images, 3, …) with several elements for each channel of an image; x is (2, 3, 1).",
            Assert.Throws<ShapeException>(() => new InstanceNorm(3).Forward(Tensor.Ones([2, 3, 1]))).Message);
    }
}
