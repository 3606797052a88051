namespace Kobai.Tests.Ops;

public class ConvTranspose2dTests
{
    [Theory]
    [InlineData(1, 0, 0, 1, 1)]
    [InlineData(2, 1, 1, 1, 2)]
    [InlineData(1, 1, 1, 2, 1)]
    public void Gradients_match_differences(int stride, int padding, int outputPadding, int dilation, int groups)
    {
        Tensor x = Reductions.Numbers([2, 4, 3, 5]), w = Reductions.Numbers([4, 6 / groups, 3, 2]), b = Reductions.Numbers([6]);
        Assert.InRange(GradientCheck.Run(
            v => v[0].ConvTranspose2d(v[1], v[2], stride, padding, outputPadding, dilation, groups), [x, w, b], step: 0.01), 0, 1e-10);
    }

    // ⟨convolution of a, b⟩ = ⟨a, transposed convolution of b⟩
    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 2, 2)]
    public void It_is_the_adjoint_of_the_convolution(int stride, int padding, int dilation)
    {
        Tensor a = Reductions.Numbers([2, 3, 9, 11]), w = Reductions.Numbers([4, 3, 3, 2]);
        var y = a.Conv2d(w, null, stride, padding, dilation);
        var b = Reductions.Numbers(y.Shape) + 0.5;
        Pair rest = ((9 + 2 * padding - 2 * dilation - 1) % stride, (11 + 2 * padding - dilation - 1) % stride);
        var back = b.ConvTranspose2d(w, null, stride, padding, rest, dilation);
        Assert.Equal(a.Shape, back.Shape);
        Assert.Equal((y * b).Sum().Item(), (a * back).Sum().Item(), 1e-9);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Tensor x = Tensor.Ones([1, 2, 3, 3]), w = Tensor.Ones([2, 4, 2, 2]);
        Assert.Equal("ConvTranspose2d: x must be (images, channels, height, width), weight (channels, outputs / groups, height, width), and groups must divide the channels; x is (1, 2, 3, 3), weight is (3, 4, 2, 2), groups is 1.",
            Assert.Throws<ShapeException>(() => x.ConvTranspose2d(Tensor.Ones([3, 4, 2, 2]))).Message);
        Assert.Equal("ConvTranspose2d: bias must have one number for each output; weight is (2, 4, 2, 2), groups is 1, bias is (2).",
            Assert.Throws<ShapeException>(() => x.ConvTranspose2d(w, Tensor.Ones([2]))).Message);
        Assert.Equal("ConvTranspose2d: the result must have rows and columns; x is (1, 2, 3, 3), weight is (2, 4, 2, 2), padding is 2 × 2.",
            Assert.Throws<ShapeException>(() => x.ConvTranspose2d(w, padding: 2)).Message);
        Assert.StartsWith("ConvTranspose2d: outputPadding must be less than stride or dilation; it is 1 × 1, stride is 1 × 1, dilation is 1 × 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.ConvTranspose2d(w, outputPadding: 1)).Message);
        Assert.StartsWith("ConvTranspose2d: element types must be equal; x is Float32, weight is Float64. Convert with x.To(DType.Float64).",
            Assert.Throws<ArgumentException>(() => x.ConvTranspose2d(w.To(DType.Float64))).Message);
    }
}
