using Kobai.Layers;

namespace Kobai.Tests.Layers;

/// <summary>Conv1d, ConvTranspose2d, Upsample, Bilinear and EmbeddingBag as layers.</summary>
public class ConvolutionLayersTests
{
    [Fact]
    public void Layers_print_their_sizes()
    {
        Assert.Equal("Conv1d(4 → 8, kernel 3), 56 parameters", new Conv1d(4, 8, 3, groups: 2).ToString());
        Assert.Equal("ConvTranspose2d(4 → 8, kernel 2 × 3), 200 parameters", new ConvTranspose2d(4, 8, (2, 3)).ToString());
        Assert.Equal("Bilinear(2 × 3 → 4, no bias), 24 parameters", new Bilinear(2, 3, 4, bias: false).ToString());
        Assert.Equal("Upsample(2 × 3, Bilinear)", new Upsample((2, 3), ResizeMode.Bilinear).ToString());
        Assert.Equal("EmbeddingBag(3 × 2, sum), 6 parameters", new EmbeddingBag(3, 2, BagMode.Sum).ToString());
    }

    [Fact]
    public void Parameters_and_inputs_that_make_no_sense_are_refused()
    {
        Assert.StartsWith("Conv1d: groups must divide inputs and outputs; inputs is 4, outputs is 3, groups is 2.",
            Assert.Throws<ArgumentException>(() => new Conv1d(4, 3, 1, groups: 2)).Message);
        Assert.StartsWith("ConvTranspose2d: groups must divide inputs and outputs; inputs is 4, outputs is 3, groups is 2.",
            Assert.Throws<ArgumentException>(() => new ConvTranspose2d(4, 3, 1, groups: 2)).Message);
        Assert.Equal("Bilinear: the inputs must be (…, 2) and (…, 3) of one batch; first is (5, 2), second is (4, 3).",
            Assert.Throws<ShapeException>(() => new Bilinear(2, 3, 4).Forward(Tensor.Ones([5, 2]), Tensor.Ones([4, 3]))).Message);
        Assert.Equal("EmbeddingBag: the index must be (bags, things); index is (2).",
            Assert.Throws<ShapeException>(() => new EmbeddingBag(3, 2).Forward([0, 1])).Message);
        Assert.Equal("Upsample: x must be (…, height, width); x is (3).",
            Assert.Throws<ShapeException>(() => new Upsample(2).Forward(Tensor.Ones([3]))).Message);
    }

    [Fact]
    public void A_bag_of_nothing_but_padding_gives_0()
    {
        var layer = new EmbeddingBag(4, 2, padding: 1, generator: new Generator(0));
        Assert.Equal([0f, 0], layer.Forward(Labels.From([1L, 1], [1, 2])).ToArray<float>());
        Assert.Equal(layer.Weight[3].ToArray<float>(), layer.Forward(Tensor.From([3f, 1], [1, 2])).ToArray<float>());
    }
}
