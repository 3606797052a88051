namespace Kobai.Tests.Ops;

public class SelectTests
{
    [Fact]
    public void One_element_of_any_axis()
    {
        var x = Sample.Counting(2, 3, 4);
        Assert.Equal([1, 5, 9, 13, 17, 21], x.Select(-1, 1).ToArray<double>());
        Assert.Equal([8, 9, 10, 11, 20, 21, 22, 23], x.Select(1, ^1).ToArray<double>());
        Assert.Equal([3, 4], x.Select(0, 0).Shape);
        Assert.Same(x.Block, x.Select(1, 1).Block);
        Assert.Equal(Shape.Scalar, Tensor.Ones([2]).Select(0, 0).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Select(0, 1).Exp() * x.Select(-2, ^1), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3)), 0, 1e-8);

    [Fact]
    public void An_index_outside_is_refused()
    {
        Assert.Equal("Select: 3 is outside axis 1 of size 3; x is (2, 3).",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2, 3]).Select(-1, 3)).Message);
        Assert.Equal("Select: ^0 is outside axis 0 of size 2; x is (2, 3).",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2, 3]).Select(0, ^0)).Message);
    }
}
