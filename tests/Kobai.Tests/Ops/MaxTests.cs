using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class MaxTests
{
    [Fact]
    public void Equals_the_largest_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Max(axes, keepDims), x => x.Max(), 0, [2, 3, 4], [1, 1, 1], [5, 40, 3], [3, 2, 70]);

    [Fact]
    public void Gradient_matches_central_differences() => Reductions.CheckGradients((x, axes, keepDims) => x.Max(axes, keepDims));

    [Fact]
    public void Ties_share_the_gradient_evenly()
    {
        var x = Tensor.From(new double[,] { { 3, 1, 3 }, { 2, 2, 2 }, { 5, 4, 5 } }).RequireGradient();
        (x.Max(1) * Tensor.From([1.0, 6, 10])).Sum().Backward();
        Assert.Equal([0.5, 0, 0.5, 2, 2, 2, 5, 0, 5], x.Gradient!.ToArray<double>());
    }

    [Theory]
    [InlineData(1, 200_000)]
    [InlineData(700, 300)]
    [InlineData(20, 9000)]
    [InlineData(70_000, 3)]
    public void Large_tensors_equal_the_plain_loop_for_any_thread_count(int rows, int columns)
    {
        var x = Reductions.Numbers([rows, columns], DType.Float32);
        Reductions.CheckThreads(() => x.Max(0));
        Reductions.CheckThreads(() => x.Max(1));
        Assert.Equal(Reductions.Reduce(x, [], v => v.Max()), x.Max().ToArray<double>());
        Assert.Equal(Reductions.Reduce(x, [0], v => v.Max()), x.Max(0).ToArray<double>());
        Assert.Equal(Reductions.Reduce(x, [1], v => v.Max()), x.Max(1).ToArray<double>());
    }

    [Fact]
    public void NaN_wins_wherever_it_is()
    {
        for (int place = 0; place < 70; place++)
        {
            double[] values = [.. Enumerable.Range(0, 70).Select(i => i == place ? double.NaN : i)];
            Assert.Equal(double.NaN, Tensor.From(values).Max().Item());
            Assert.Equal(double.NaN, Tensor.From(values).To(DType.Float32).Max().Item());
            Assert.Equal(double.NaN, Tensor.From(values, [7, 10]).Max(0).ToArray<double>()[place % 10]);
        }
    }

    [Fact]
    public void Infinities_are_numbers_like_any_other()
    {
        Assert.Equal(double.NegativeInfinity, Tensor.Full([40], double.NegativeInfinity).Max().Item());
        Assert.Equal(double.PositiveInfinity, Tensor.From([1.0, double.PositiveInfinity]).Max().Item());
    }

    [Fact]
    public void Nothing_has_no_largest_element()
    {
        Assert.Equal("Max: at least one element is needed; x is (2, 0).",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 0]).Max(1)).Message);
        Assert.Equal("Max: at least one element is needed; x is (0).",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([0]).Max()).Message);
        Assert.Equal([0], Tensor.Zeros([0, 3]).Max(1).Shape);
    }
}
