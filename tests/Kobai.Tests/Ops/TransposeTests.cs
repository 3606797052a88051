namespace Kobai.Tests.Ops;

public class TransposeTests
{
    [Fact]
    public void T_exchanges_the_last_two_axes_of_a_view()
    {
        var x = Sample.Counting(2, 3);
        Assert.Equal([0, 3, 1, 4, 2, 5], x.T.ToArray<double>());
        Assert.Same(x.Block, x.T.Block);
        Assert.False(x.T.IsContiguous);
        Assert.True(x.T.T.IsContiguous);
        Assert.Equal([4, 3, 2], Tensor.Zeros([4, 2, 3]).T.Shape);
        Assert.Equal([0, 3], Tensor.Zeros([3, 0]).T.Shape);
    }

    [Fact]
    public void Element_ijk_moves_to_kji()
    {
        var x = Sample.Counting(2, 3, 4);
        var y = x.Transpose(0, -1);
        Assert.Equal([4, 3, 2], y.Shape);
        for (nint i = 0; i < 2; i++)
            for (nint j = 0; j < 3; j++)
                for (nint k = 0; k < 4; k++)
                    Assert.Equal(Sample.At(x, i, j, k), Sample.At(y, k, j, i));
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Transpose(0, 1) * x.T.Exp(), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3)), 0, 1e-8);

    [Fact]
    public void Axes_that_do_not_exist_are_refused()
    {
        Assert.Equal("T: two axes are needed; x is (3).", Assert.Throws<ShapeException>(() => Tensor.Zeros([3]).T).Message);
        Assert.Equal("Transpose: axis 2 does not exist; the shape (2, 3) has 2.",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Transpose(0, 2)).Message);
    }
}
