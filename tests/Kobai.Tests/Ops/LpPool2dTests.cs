using Kobai.Layers;

namespace Kobai.Tests.Ops;

public class LpPool2dTests
{
    [Fact]
    public void Gradients_match_central_differences()
    {
        var x = Tensor.Linspace(1, 3, 96, DType.Float64).Reshape(2, 3, 4, 4);
        Assert.InRange(GradientCheck.Run(v => v[0].LpPool2d(3, 2), [x], step: 1e-5), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(v => v[0].LocalResponseNorm(2, 0.5), [x], step: 1e-5), 0, 1e-8);
        var (_, places) = x.MaxPool2dWithPlaces(2, dilation: 2, stride: 1);
        Assert.InRange(GradientCheck.Run(v => v[0].MaxPool2d(2, 1, dilation: 2).MaxUnpool2d(places, (4, 4)), [x], step: 1e-5), 0, 1e-8);
    }

    [Fact]
    public void A_sum_that_is_not_positive_gives_0_without_gradient()
    {
        var x = Tensor.From([-2.0, 1, 0, 0], [1, 2, 2]).RequireGradient();
        var y = x.LpPool2d(3, (1, 2));
        Assert.Equal([0.0, 0], y.ToArray<double>());
        y.Sum().Backward();
        Assert.Equal(new double[4], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Unflatten_reverses_Flatten()
    {
        var x = Tensor.Arange(24).Reshape(2, 3, 4);
        Assert.Equal(x.Shape, new Unflatten(1, [3, 4]).Forward(new Flatten().Forward(x)).Shape);
        Shape halved = [2, 3, 2, 2];
        Assert.Equal(halved, new Unflatten(-1, [2, 2]).Forward(x).Shape);
        Assert.Equal("Unflatten(axis 1 → (3, 4))", new Unflatten(1, [3, 4]).ToString());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.StartsWith("LpPool2d: p must be positive; it is 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([1, 2, 2]).LpPool2d(0, 2)).Message);
        Assert.Equal("LocalResponseNorm: x must be (images, channels, …) with elements; x is (2, 2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2, 2]).LocalResponseNorm(2)).Message);
        Assert.Equal("ChannelShuffle: x must be (images, channels, …) with a multiple of 2 channels; x is (1, 3, 2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 3, 2]).ChannelShuffle(2)).Message);
        Assert.Equal("MaxUnpool2d: x must have planes and places its shape; x is (1, 2, 2), places is (2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([1, 2, 2]).MaxUnpool2d([0, 1], 2)).Message);
        Assert.StartsWith("MaxUnpool2d: 4 at (0, 0) is outside the planes of size 4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Ones([1, 1]).MaxUnpool2d(Labels.From([4L], [1, 1]), 2)).Message);
    }
}
