namespace Kobai.Tests.Ops;

public class TriangleTests
{
    [Fact]
    public void Every_triangle_equals_the_slow_loop()
    {
        foreach (var x in (Tensor[])[Sample.Counting(2, 3, 5) + 1, (Sample.Counting(2, 5, 3) + 1).T, Sample.Counting(1, 1, 1) + 1])
        {
            for (int d = -6; d <= 6; d++)
            {
                Tensor upper = x.Triu(d), lower = x.Tril(d);
                for (nint b = 0; b < x.Shape[0]; b++)
                {
                    for (nint i = 0; i < x.Shape[1]; i++)
                    {
                        for (nint j = 0; j < x.Shape[2]; j++)
                        {
                            Assert.Equal(j - i >= d ? Sample.At(x, b, i, j) : 0, Sample.At(upper, b, i, j));
                            Assert.Equal(j - i <= d ? Sample.At(x, b, i, j) : 0, Sample.At(lower, b, i, j));
                        }
                    }
                }
            }
        }
        Assert.Equal([0, 3], Tensor.Zeros([0, 3]).Triu().Shape);
        Assert.Equal([3, 0], Tensor.Zeros([3, 0]).Tril().Shape);
    }

    [Fact]
    public void Both_triangles_make_the_whole()
    {
        var x = Sample.Counting(4, 6);
        Assert.Equal(x.ToArray<double>(), (x.Triu(1) + x.Tril(0)).ToArray<double>());
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Triu(1).Exp() * x.Tril(1), Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(4, 3)), 0, 1e-8);

    [Fact]
    public void A_vector_is_refused()
    {
        Assert.Equal("Triu: two axes are needed; x is (3).", Assert.Throws<ShapeException>(() => Tensor.Zeros([3]).Triu()).Message);
        Assert.Equal("Tril: two axes are needed; x is (3).", Assert.Throws<ShapeException>(() => Tensor.Zeros([3]).Tril()).Message);
    }
}
