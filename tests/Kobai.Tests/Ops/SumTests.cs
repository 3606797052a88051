using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class SumTests
{
    [Fact]
    public void Equals_the_exact_sum_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Sum(axes, keepDims), Enumerable.Sum, 0, [2, 3, 4], [1, 1, 1], [5, 1, 17], [3, 40, 1]);

    [Fact]
    public void Gradient_matches_central_differences() => Reductions.CheckGradients((x, axes, keepDims) => x.Sum(axes, keepDims));

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(3, 70_000)]
    [InlineData(700, 300)]
    [InlineData(300, 5000)]
    [InlineData(200_000, 3)]
    public void Large_sums_equal_the_exact_sum(int rows, int columns)
    {
        var x = Reductions.Numbers([rows, columns]);
        Assert.Equal(Reductions.Reduce(x, [], Enumerable.Sum), x.Sum().ToArray<double>());
        Assert.Equal(Reductions.Reduce(x, [0], Enumerable.Sum), x.Sum(0).ToArray<double>());
        Assert.Equal(Reductions.Reduce(x, [1], Enumerable.Sum), x.Sum(1).ToArray<double>());
    }

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(700, 300)]
    [InlineData(300, 5000)]
    [InlineData(200_000, 3)]
    public void Thread_count_does_not_change_a_bit(int rows, int columns)
    {
        var x = Reductions.Numbers([rows, columns]);
        Reductions.CheckThreads(() => x.Sum());
        Reductions.CheckThreads(() => x.Sum(0));
        Reductions.CheckThreads(() => x.Sum(1));
    }

    [Fact]
    public void Single_precision_is_summed_in_double()
    {
        var x = Tensor.Full([100_001], 0.1);
        x.View([1], [1]).Fill(1 << 24);
        Assert.Equal((float)((1 << 24) + 100_000 * (double)0.1f), (float)x.Sum());
        var columns = Tensor.Full([100_001, 2], 0.1);
        columns.View([1, 2], [2, 1]).Fill(1 << 24);
        Assert.Equal((float)((1 << 24) + 100_000 * (double)0.1f), columns.Sum(0).ToArray<float>()[1]);
    }

    [Fact]
    public void The_sum_of_nothing_is_zero()
    {
        Assert.Equal(0, Tensor.Zeros([0]).Sum().Item());
        Assert.Equal([0, 0, 0], Tensor.Zeros([0, 3]).Sum(0).ToArray<double>());
        Assert.Equal([0, 0, 0], Tensor.Zeros([3, 0]).Sum(1).ToArray<double>());
        Assert.Equal([3, 0], Tensor.Zeros([3, 0, 0]).Sum(1).Shape);
    }

    [Fact]
    public void NaN_and_infinity_go_through()
    {
        Assert.Equal(double.NaN, Tensor.From([1.0, double.NaN]).Sum().Item());
        Assert.Equal(double.PositiveInfinity, Tensor.From([1.0, double.PositiveInfinity]).Sum().Item());
        Assert.Equal(double.NaN, Tensor.From([double.NegativeInfinity, double.PositiveInfinity]).Sum().Item());
    }

    [Fact]
    public void Axes_that_do_not_exist_are_refused()
    {
        var x = Tensor.Zeros([2, 3]);
        Assert.Equal("Sum: axis 2 does not exist; the shape (2, 3) has 2.", Assert.Throws<ShapeException>(() => x.Sum(2)).Message);
        Assert.Equal("Sum: axis -1 is given twice.", Assert.Throws<ShapeException>(() => x.Sum([1, -1])).Message);
    }

    [Fact]
    public void A_scalar_is_its_own_sum() => Assert.Equal(7, Tensor.Scalar(7).Sum().Item());
}
