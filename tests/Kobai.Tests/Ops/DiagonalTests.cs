namespace Kobai.Tests.Ops;

public class DiagonalTests
{
    [Fact]
    public void Every_diagonal_equals_the_slow_loop()
    {
        foreach (var x in (Tensor[])[Sample.Counting(3, 5), Sample.Counting(3, 5).T, Sample.Counting(4, 4)])
        {
            for (int offset = -6; offset <= 6; offset++)
            {
                var expected = new List<double>();
                for (nint i = 0; i < x.Shape[0]; i++)
                    if (i + offset >= 0 && i + offset < x.Shape[1]) expected.Add(Sample.At(x, i, i + offset));
                Assert.Equal(expected, x.Diagonal(offset).ToArray<double>());
            }
        }
    }

    [Fact]
    public void Any_two_axes_as_a_view()
    {
        var x = Sample.Counting(2, 3, 4);
        var y = x.Diagonal(1, 0, 2);
        Assert.Equal([3, 2], y.Shape);
        for (nint i = 0; i < 2; i++) for (nint j = 0; j < 3; j++) Assert.Equal(Sample.At(x, i, j, i + 1), Sample.At(y, j, i));
        Assert.Same(x.Block, y.Block);
        var eye = Tensor.Zeros([3, 3]);
        eye.Diagonal().Fill(1);
        Assert.Equal(Tensor.Eye(3).ToArray<float>(), eye.ToArray<float>());
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Diagonal(1).Exp() + x.Diagonal(-1)[..2], Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(4, 3)), 0, 1e-8);

    [Fact]
    public void One_axis_twice_is_refused() => Assert.Equal(
        "Diagonal: two axes are needed; x is (2, 3), axis 1 is given twice.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Diagonal(0, 1, -1)).Message);
}
