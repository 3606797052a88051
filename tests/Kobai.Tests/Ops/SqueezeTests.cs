namespace Kobai.Tests.Ops;

public class SqueezeTests
{
    [Fact]
    public void Axes_of_size_1_go()
    {
        var x = Sample.Counting(1, 2, 1, 3);
        Assert.Equal([2, 3], x.Squeeze().Shape);
        Assert.Equal([2, 1, 3], x.Squeeze(0).Shape);
        Assert.Equal([1, 2, 3], x.Squeeze(-2).Shape);
        Assert.Same(x.Block, x.Squeeze().Block);
        Assert.Equal([0, 3, 1, 4, 2, 5], x.Transpose(1, 3).Squeeze().ToArray<double>());
        Assert.Equal(Shape.Scalar, Tensor.Ones([1, 1]).Squeeze().Shape);
        Assert.Equal([0], Tensor.Ones([1, 0]).Squeeze().Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Squeeze() * x.Squeeze(1).Exp(), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 1, 3)), 0, 1e-8);

    [Fact]
    public void An_axis_of_another_size_is_refused() => Assert.Equal(
        "Squeeze: axis -1 must have size 1; x is (1, 3).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([1, 3]).Squeeze(-1)).Message);
}
