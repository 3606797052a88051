namespace Kobai.Tests.Ops;

public class AdaptivePool2dTests
{
    [Fact]
    public void Parts_that_overlap_or_repeat_are_allowed()
    {
        var x = Tensor.From([1.0, 2, 3, 4, 5], [1, 1, 5]);
        Assert.Equal([1.5, 3, 4.5], x.AdaptiveAvgPool2d((1, 3)).ToArray<double>());
        Assert.Equal([2, 4, 5], x.AdaptiveMaxPool2d((1, 3)).ToArray<double>());
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], x.AdaptiveMaxPool2d((1, 10)).ToArray<double>());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(5, 3)]
    public void Gradients_match_central_differences(int rows, int columns)
    {
        Assert.InRange(GradientCheck.Run(v => v[0].AdaptiveAvgPool2d((rows, columns)), Reductions.Numbers([2, 2, 6, 8])), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(v => v[0].AdaptiveMaxPool2d((rows, columns)), Reductions.Numbers([2, 2, 6, 8])), 0, 1e-8);
    }

    [Fact]
    public void Planes_and_sizes_that_make_no_sense_are_refused()
    {
        Assert.Equal("AdaptiveAvgPool2d: x must be (images, channels, height, width) or (channels, height, width), with elements; x is (1, 0, 4).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 0, 4]).AdaptiveAvgPool2d(1)).Message);
        Assert.StartsWith("AdaptiveMaxPool2d: size must be positive; it is 0 × 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([1, 4, 4]).AdaptiveMaxPool2d((0, 1))).Message);
    }
}
