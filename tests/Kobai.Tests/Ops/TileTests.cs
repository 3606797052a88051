namespace Kobai.Tests.Ops;

public class TileTests
{
    [Fact]
    public void The_whole_tensor_repeats()
    {
        var x = Sample.Counting(2, 3);
        var y = x.Tile(2, 3, 2);
        Assert.Equal([2, 6, 6], y.Shape);
        for (nint i = 0; i < 2; i++)
            for (nint j = 0; j < 6; j++)
                for (nint k = 0; k < 6; k++)
                    Assert.Equal(Sample.At(x, j % 2, k % 3), Sample.At(y, i, j, k));
        Assert.Equal([0, 3, 0, 3, 1, 4, 1, 4, 2, 5, 2, 5], x.T.Tile(1, 2).ToArray<double>());
        Assert.Equal([0, 3], x.Tile(0, 1).Shape);
        Assert.Equal([3], Tensor.Scalar(7).Tile(3).Shape);
    }

    [Fact]
    public void Every_element_repeats_on_the_spot()
    {
        var x = Sample.Counting(2, 2);
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], x.RepeatInterleave(-1, 2).ToArray<double>());
        Assert.Equal([0, 1, 0, 1, 2, 3, 2, 3], x.RepeatInterleave(0, 2).ToArray<double>());
        Assert.Equal([2, 0], x.RepeatInterleave(1, 0).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        var x = Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3);
        Assert.InRange(Sample.GradientError(t => t.Tile(2, 2, 3).Exp(), x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t.RepeatInterleave(1, 3) * t.RepeatInterleave(1, 3), x), 0, 1e-8);
    }

    [Fact]
    public void Counts_that_do_not_fit_are_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ShapeException>(f).Message;
        var x = Tensor.Zeros([2, 3]);
        Assert.Equal("Tile: every axis needs a count of 0 or more; x is (2, 3), counts are (2).", Message(() => x.Tile(2)));
        Assert.Equal("Tile: every axis needs a count of 0 or more; x is (2, 3), counts are (2, -1).", Message(() => x.Tile(2, -1)));
        Assert.Equal("RepeatInterleave: the count must be 0 or more; got -1.", Message(() => x.RepeatInterleave(0, -1)));
    }
}
