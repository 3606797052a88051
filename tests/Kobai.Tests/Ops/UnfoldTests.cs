namespace Kobai.Tests.Ops;

public class UnfoldTests
{
    [Fact]
    public void Gradients_match_central_differences()
    {
        var x = Tensor.Linspace(-2, 2, 120, DType.Float64).Reshape(2, 3, 4, 5);
        Assert.InRange(GradientCheck.Run(v => v[0].Unfold((2, 3), (2, 1), 1, (2, 1)), x), 0, 1e-8);
        var columns = Tensor.Linspace(-2, 2, 48, DType.Float64).Reshape(2, 4, 6);
        Assert.InRange(GradientCheck.Run(v => v[0].Fold((3, 4), 2), columns), 0, 1e-8);
    }

    [Fact]
    public void One_image_needs_no_axis_of_images()
    {
        var x = Tensor.Normal([2, 4, 4], generator: new(1));
        Assert.Equal(x.Unsqueeze(0).Unfold(3).ToArray<float>(), x.Unfold(3).ToArray<float>());
        Assert.Equal([2, 4, 4], x.Unfold(3).Fold(4, 3).Shape.Sizes.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Equal("Unfold: x must be (images, channels, height, width) or (channels, height, width); x is (2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2]).Unfold(1)).Message);
        Assert.Equal("Unfold: the window must fit into the padded planes; they are 2 × 2, kernel is 3 × 3, padding is 0 × 0, dilation is 1 × 1.",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 2, 2]).Unfold(3)).Message);
        Assert.StartsWith("Unfold: padding must be 0 or more; it is -1 × -1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([1, 2, 2]).Unfold(1, padding: -1)).Message);
        Assert.Equal("Fold: x must be (images, channels · 4, places) or without the axis of images; x is (1, 3, 4).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 3, 4]).Fold(3, 2)).Message);
        Assert.Equal("Fold: there must be a column for each of the 2 × 2 places; x is (1, 4, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 4, 3]).Fold(3, 2)).Message);
        Assert.Equal("PixelShuffle: x must be (…, channels, height, width) with a multiple of 4 channels; x is (3, 1, 1).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([3, 1, 1]).PixelShuffle(2)).Message);
        Assert.Equal("PixelUnshuffle: x must be (…, channels, height, width) with height and width multiples of 2; x is (1, 3, 2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 3, 2]).PixelUnshuffle(2)).Message);
        Assert.Equal("Softmax2d: x must be (images, channels, height, width) or (channels, height, width); x is (2, 2).",
            Assert.Throws<ShapeException>(() => new Kobai.Layers.Softmax2d().Forward(Tensor.Ones([2, 2]))).Message);
        Assert.StartsWith("GumbelSoftmax: temperature must be positive; it is 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([2]).GumbelSoftmax(0)).Message);
    }

    [Fact]
    public void A_hard_draw_has_the_gradient_of_the_soft_one()
    {
        Tensor hard = Tensor.From([0.1, 0.2, 0.3, -1, 2, 0], [2, 3]).RequireGradient(), soft = hard.Detach().Clone().RequireGradient();
        var weights = Tensor.From([1.0, 2, 3, 4, 5, 6], [2, 3]);
        var y = hard.GumbelSoftmax(hard: true, axis: 0, generator: new(1));
        Assert.All(y.Sum(0).ToArray<double>(), sum => Assert.Equal(1, sum));
        (y * weights).Sum().Backward();
        (soft.GumbelSoftmax(axis: 0, generator: new(1)) * weights).Sum().Backward();
        Assert.Equal(soft.Gradient!.ToArray<double>(), hard.Gradient!.ToArray<double>());
    }
}
