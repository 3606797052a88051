using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
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

    // At each place of the depth: the sum over the planes of the kernel of a convolution of images.
    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 2)]
    [InlineData(1, 2, 2, 1)]
    public void Every_place_of_the_depth_is_a_sum_of_convolutions_of_images(int stride, int padding, int dilation, int groups)
    {
        Tensor x = Reductions.Numbers([2, 4, 6, 7, 9]), w = Reductions.Numbers([6, 4 / groups, 3, 2, 3]), b = Reductions.Numbers([6]);
        var y = x.Conv3d(w, b, stride, padding, dilation, groups);
        int places = (6 + 2 * padding - dilation * 2 - 1) / stride + 1;
        Assert.Equal(places, y.Shape[2]);
        for (int place = 0; place < places; place++)
        {
            var expected = b.Reshape(6, 1, 1);
            for (int k = 0; k < 3; k++)
            {
                int z = place * stride - padding + k * dilation;
                if (z is >= 0 and < 6) expected += x.Select(2, z).Conv2d(w.Select(2, k), null, stride, padding, dilation, groups);
            }
            Reductions.AssertClose(expected.ToArray<double>(), y.Select(2, place).ToArray<double>(), 1e-12);
        }
    }

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        Tensor x = Reductions.Numbers([3, 5, 7, 20, 21], DType.Float32), w = Reductions.Numbers([9, 5, 3, 3, 3], DType.Float32);
        Reductions.CheckThreads(() => x.Conv3d(w, null, 1, 1));
        Reductions.CheckThreads(() =>
        {
            Tensor a = x.Clone().RequireGradient(), k = w.Clone().RequireGradient();
            a.Conv3d(k, null, 1, 1).Sum().Backward();
            return Tensor.Concatenate(0, a.Gradient!.Reshape(-1), k.Gradient!.Reshape(-1));
        });
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
