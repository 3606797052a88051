namespace Kobai.Tests.Ops;

public class UnsqueezeTests
{
    [Fact]
    public void A_new_axis_stands_at_any_place()
    {
        var x = Sample.Counting(2, 3);
        Assert.Equal([1, 2, 3], x.Unsqueeze(0).Shape);
        Assert.Equal([2, 1, 3], x.Unsqueeze(1).Shape);
        Assert.Equal([2, 3, 1], x.Unsqueeze(-1).Shape);
        Assert.Equal([1, 2, 3], x.Unsqueeze(-3).Shape);
        Assert.Same(x.Block, x.Unsqueeze(0).Block);
        Assert.True(x.Unsqueeze(1).IsContiguous);
        Assert.Equal([0, 3, 1, 4, 2, 5], x.T.Unsqueeze(1).ToArray<double>());
        Assert.Equal([1], Tensor.Scalar(1).Unsqueeze(0).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Unsqueeze(1) * x.Exp(), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3)), 0, 1e-8);

    [Fact]
    public void A_place_that_does_not_exist_is_refused() => Assert.Equal(
        "Unsqueeze: there is no place 3 for a new axis; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Unsqueeze(3)).Message);
}
