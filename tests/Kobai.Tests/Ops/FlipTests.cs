namespace Kobai.Tests.Ops;

public class FlipTests
{
    [Fact]
    public void Axes_run_backward_in_a_view()
    {
        var x = Sample.Counting(2, 3);
        Assert.Equal([2, 1, 0, 5, 4, 3], x.Flip(-1).ToArray<double>());
        Assert.Equal([3, 4, 5, 0, 1, 2], x.Flip(0).ToArray<double>());
        Assert.Equal([5, 4, 3, 2, 1, 0], x.Flip().ToArray<double>());
        Assert.Equal([2, 5, 1, 4, 0, 3], x.T.Flip(0).ToArray<double>());
        Assert.Same(x.Block, x.Flip().Block);
        Assert.True(x.Flip(0).Flip(0).IsContiguous);
        Assert.Equal([0, 3], Tensor.Zeros([0, 3]).Flip().Shape);
        Assert.Equal(Shape.Scalar, Tensor.Scalar(1).Flip().Shape);
    }

    [Fact]
    public void Other_operations_read_backward_views()
    {
        var x = Sample.Counting(40);
        var back = x.Flip();
        Assert.Equal([39, .. Enumerable.Repeat(39.0, 39)], (x + back).ToArray<double>());
        Assert.Equal(780, back.Sum().Item());
        Assert.Equal(36, back[3].Item());
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Flip(1).Exp() * x.Flip(), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3)), 0, 1e-8);

    [Fact]
    public void An_axis_given_twice_is_refused() => Assert.Equal("Flip: axis -1 is given twice.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Flip(1, -1)).Message);
}
