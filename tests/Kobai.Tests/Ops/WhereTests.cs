namespace Kobai.Tests.Ops;

public class WhereTests
{
    static readonly Tensor A = Sample.Counting(2, 3);
    static readonly Tensor B = -Sample.Counting(2, 3);
    static readonly Tensor Mask = Tensor.From([1.0, 0, 1, 0, 0, 1], [2, 3]);

    [Fact]
    public void Takes_a_where_the_mask_is_not_0()
    {
        Assert.Equal([0, -1, 2, -3, -4, 5], Tensor.Where(Mask, A, B).ToArray<double>());
        Assert.Equal([0, 9, 2, 9, 9, 5], Tensor.Where(Mask, A, 9).ToArray<double>());
        Assert.Equal([9, -1, 9, -3, -4, 9], Tensor.Where(Mask, 9, B).ToArray<double>());
        Assert.Equal([1, 0, 1, 1], Tensor.Where(Tensor.From([-2, 0, double.NaN, 1e-300]), 1, Tensor.Zeros([4], DType.Float64)).ToArray<double>());
    }

    [Fact]
    public void All_three_broadcast_and_may_be_views()
    {
        var y = Tensor.Where(Tensor.From([1.0, 0]).Reshape(2, 1, 1), Sample.Counting(3, 4).T, Tensor.From([-1.0, -2, -3]));
        Assert.Equal([2, 4, 3], y.Shape);
        for (nint i = 0; i < 4; i++)
        {
            for (nint j = 0; j < 3; j++)
            {
                Assert.Equal(j * 4 + i, Sample.At(y, 0, i, j));
                Assert.Equal(-1 - j, Sample.At(y, 1, i, j));
            }
        }
        Assert.Equal([0, 3], Tensor.Where(Tensor.Zeros([0, 1]), Tensor.Zeros([3]), 1).Shape);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Every_length_equals_the_plain_loop(DType type)
    {
        foreach (int n in (int[])[1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100, 70_000])
        {
            Tensor a = Tensor.Linspace(-1, 1, n, type), b = Tensor.Linspace(5, 9, n, type);
            double[] p = a.ToArray<double>(), q = b.ToArray<double>(), y = Tensor.Where(a < 0.1, a, b).ToArray<double>();
            double[] scalar = Tensor.Where(a < 0.1, a, 3).ToArray<double>();
            for (int i = 0; i < n; i++)
            {
                Assert.Equal(p[i] < 0.1 ? p[i] : q[i], y[i]);
                Assert.Equal(p[i] < 0.1 ? p[i] : 3, scalar[i]);
            }
        }
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Assert.InRange(GradientCheck.Run(x => Tensor.Where(Mask, x[0].Exp(), x[1] * x[1]), A, B), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => Tensor.Where(Mask.T, x[0].T, x[1]), A, Tensor.From([1.0, 2])), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].MaskedFill(Mask, 3) * x[0], A), 0, 1e-8);
    }

    [Fact]
    public void The_side_not_taken_gets_0_even_where_its_slope_is_infinite()
    {
        var x = Tensor.From([0.0, 4]).RequireGradient();
        Tensor.Where(x > 0, x, 1).Sqrt().Sum().Backward();
        Assert.Equal([0, 0.25], x.Gradient!.ToArray<double>());
        var z = Tensor.From([double.PositiveInfinity, 2]).RequireGradient();
        Tensor.Where(z < 10, z, 1).Sum().Backward(Tensor.Scalar(double.PositiveInfinity, DType.Float64));
        Assert.Equal([0, double.PositiveInfinity], z.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Masked_fill_sets_the_masked_elements()
    {
        Assert.Equal([-1, 1, -1, 3, 4, -1], A.MaskedFill(Mask, -1).ToArray<double>());
        Assert.Equal([7, 1, 7, 7, 4, 7], A.MaskedFill(Tensor.From([1.0, 0, 1]), 7).ToArray<double>());
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        Assert.Equal("Where: sizes must be equal or 1, aligned at the last axis; mask is (2), a is (2, 3), b is (2, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Where(Tensor.From([1.0, 0]), A, B)).Message);
        Assert.Equal("MaskedFill: the mask must broadcast to x; x is (3), mask is (2, 3).",
            Assert.Throws<ShapeException>(() => A[0].MaskedFill(Mask, 0)).Message);
        Assert.StartsWith("Where: element types must be equal; mask is Float32, a is Float64, b is Float64.",
            Assert.Throws<ArgumentException>(() => Tensor.Where(Tensor.Ones([2, 3]), A, B)).Message);
    }
}
