using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class Conv2dTests
{
    [Fact]
    public void Initial_weights_are_those_of_PyTorch()
    {
        // torch.manual_seed(0); torch.nn.Conv2d(1, 1, 2)
        var layer = new Conv2d(1, 1, 2, generator: new Generator(0));
        Assert.Equal([-0.003743410110473633f, 0.26822179555892944f, -0.4115225672721863f, -0.3679695129394531f], layer.Weight.ToArray<float>());
        Assert.Equal([-0.19257718324661255f], layer.Bias!.ToArray<float>());
    }

    [Theory]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Replicate)]
    [InlineData(PaddingMode.Circular)]
    public void Padding_is_made_of_what_the_mode_says(PaddingMode mode)
    {
        Tensor x = Tensor.Linspace(-1, 1, 40, DType.Float64).Reshape(1, 2, 4, 5), w = Tensor.Linspace(-1, 2, 16, DType.Float64).Reshape(2, 2, 2, 2);
        var expected = x.Pad(2, 0, 1, mode).Pad(3, 0, 1, mode).Conv2d(w);
        Assert.Equal(expected.ToArray<double>(), new Conv2d(w, padding: Padding.Same, mode: mode).Forward(x).ToArray<double>());
    }

    [Fact]
    public void A_layer_prints_its_sizes()
    {
        Assert.Equal("Conv2d(3 → 8, kernel 5 × 5), 608 parameters", new Conv2d(3, 8, 5).ToString());
        Assert.Equal("Conv2d(4 → 8, kernel 3 × 2, stride 2 × 1, padding 1 × 1 Reflect, dilation 2 × 2, groups 2, no bias), 96 parameters",
            new Conv2d(4, 8, (3, 2), stride: (2, 1), padding: 1, dilation: 2, groups: 2, bias: false, mode: PaddingMode.Reflect).ToString());
    }

    [Fact]
    public void Parameters_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Conv2d(0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>("outputs", () => new Conv2d(1, 0, 3));
        Assert.StartsWith("Conv2d: kernel must be positive; it is 0 × 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 1, (0, 3))).Message);
        Assert.StartsWith("Conv2d: groups must divide inputs and outputs; inputs is 4, outputs is 3, groups is 2.",
            Assert.Throws<ArgumentException>(() => new Conv2d(4, 3, 1, groups: 2)).Message);
        Assert.StartsWith("Conv2d: padding can be “same” at stride 1 only; stride is 2 × 2.",
            Assert.Throws<ArgumentException>(() => new Conv2d(4, 3, 1, stride: 2, padding: Padding.Same)).Message);
        Assert.Equal("Conv2d: weight must be (outputs, inputs / groups, height, width); weight is (2, 3).",
            Assert.Throws<ShapeException>(() => new Conv2d(Tensor.Ones([2, 3]))).Message);
    }
}
