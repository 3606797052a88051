namespace Kobai.Tests.Ops;

public class Conv3dTests
{
    [Fact]
    public void Gradients_match_central_differences()
    {
        Tensor x = Tensor.Linspace(-2, 2, 96, DType.Float64).Reshape(2, 2, 3, 4, 2).Sin(), w = Tensor.Linspace(-1, 1, 48, DType.Float64).Reshape(4, 1, 2, 3, 2);
        var b = Tensor.Linspace(0, 1, 4, DType.Float64);
        Assert.InRange(GradientCheck.Run(v => v[0].Conv3d(v[1], v[2], (2, 1, 1), 1, groups: 2), [x, w, b], 1e-5), 0, 1e-8);
        var t = w.Reshape(2, 2, 2, 3, 2);
        Assert.InRange(GradientCheck.Run(v => v[0].ConvTranspose3d(v[1], v[2].Slice(0, 0, 2), (2, 1, 1), 1), [x, t, b], 1e-5), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(v => v[0].MaxPool3d((2, 2, 1)) + v[0].AvgPool3d((2, 2, 1)), [x], 1e-5), 0, 1e-8);
    }

    [Fact]
    public void One_volume_needs_no_axis_of_volumes()
    {
        Tensor x = Tensor.Normal([2, 3, 4, 5], generator: new(1)), w = Tensor.Normal([2, 2, 2, 2, 2], generator: new(2));
        Assert.Equal(x.Unsqueeze(0).Conv3d(w).ToArray<float>(), x.Conv3d(w).ToArray<float>());
        Assert.Equal(x.Unsqueeze(0).ConvTranspose3d(w).ToArray<float>(), x.ConvTranspose3d(w).ToArray<float>());
        Assert.Equal(x.Unsqueeze(0).MaxPool3d(2).ToArray<float>(), x.MaxPool3d(2).ToArray<float>());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Tensor x = Tensor.Ones([1, 2, 3, 3, 3]), w = Tensor.Ones([4, 2, 2, 2, 2]);
        Assert.Equal("Conv3d: x must be (volumes, channels, depth, height, width), weight (outputs, channels / groups, depth, height, width); x is (1, 2, 3, 3, 3), weight is (4, 2, 2).",
            Assert.Throws<ShapeException>(() => x.Conv3d(Tensor.Ones([4, 2, 2]))).Message);
        Assert.Equal("Conv3d: x must have as many channels as weight.Shape[1] · groups, and groups must divide the outputs weight.Shape[0]; x is (1, 2, 3, 3, 3), weight is (4, 2, 2, 2, 2), groups is 2.",
            Assert.Throws<ShapeException>(() => x.Conv3d(w, groups: 2)).Message);
        Assert.Equal("Conv3d: the kernel must fit into the padded volumes; x is (1, 2, 3, 3, 3), weight is (4, 2, 2, 2, 2), padding is 0 × 0 × 0, dilation is 3 × 1 × 1.",
            Assert.Throws<ShapeException>(() => x.Conv3d(w, dilation: (3, 1, 1))).Message);
        Assert.StartsWith("Conv3d: padding can be “same” at stride 1 only; stride is 2 × 2 × 2.",
            Assert.Throws<ArgumentException>(() => x.Conv3d(w, stride: 2, padding: Padding3d.Same)).Message);
        Assert.StartsWith("Conv3d: padding must be 0 or more; it is -1 × -1 × -1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv3d(w, padding: -1)).Message);
        Assert.StartsWith("Conv3d: stride must be positive; it is 0 × 0 × 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Conv3d(w, stride: 0)).Message);
        Assert.Equal("ConvTranspose3d: x must have as many channels as weight.Shape[0], and groups must divide them; x is (1, 2, 3, 3, 3), weight is (4, 2, 2, 2, 2), groups is 1.",
            Assert.Throws<ShapeException>(() => x.ConvTranspose3d(w)).Message);
        Assert.StartsWith("ConvTranspose3d: outputPadding must be less than stride or dilation; it is 1 × 1 × 1, stride is 1 × 1 × 1, dilation is 1 × 1 × 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.ConvTranspose3d(Tensor.Ones([2, 1, 2, 2, 2]), outputPadding: 1)).Message);
        Assert.Equal("ConvTranspose1d: x must be (lines, channels, length), weight (channels, outputs / groups, length); x is (1), weight is (1, 1, 1).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1]).ConvTranspose1d(Tensor.Ones([1, 1, 1]))).Message);
        Assert.Equal("MaxPool3d: x must be (volumes, channels, depth, height, width) or (channels, depth, height, width), with elements; x is (2, 2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2, 2]).MaxPool3d(2)).Message);
    }
}
