using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class CumulativeSumTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Equals_the_plain_loop(int axis)
    {
        foreach (Shape shape in new Shape[] { [2, 3, 4], [1, 1, 1], [50, 3, 70] })
            foreach (var x in Reductions.Layouts(Reductions.Numbers(shape)))
            {
                double[] expected = Reductions.Along(x, axis, Running);
                Reductions.AssertClose(expected, x.CumulativeSum(axis).ToArray<double>(), x.DType == DType.Float32 ? 1e-6 : 0);
            }
    }

    [Fact]
    public void The_last_is_the_sum()
    {
        var x = Reductions.Numbers([40, 30]);
        Assert.Equal(x.Sum(1).ToArray<double>(), x.CumulativeSum(1)[.., ^1].ToArray<double>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Gradient_matches_central_differences(int axis) =>
        Assert.InRange(GradientCheck.Run(x => x[0].CumulativeSum(axis), Reductions.Numbers([3, 4, 2])), 0, 1e-8);

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        var x = Reductions.Numbers([3000, 30], DType.Float32).Exp();
        Reductions.CheckThreads(() => x.CumulativeSum(0));
        Reductions.CheckThreads(() => x.CumulativeSum(1));
    }

    [Fact]
    public void Single_precision_is_summed_in_double() =>
        Assert.Equal((float)(100_000 * (double)0.1f), Tensor.Full([100_000], 0.1).CumulativeSum(0).ToArray<float>()[^1]);

    [Fact]
    public void Nothing_gives_nothing() => Assert.Equal([0, 3], Tensor.Zeros([0, 3]).CumulativeSum(0).Shape);

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "CumulativeSum: axis 2 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).CumulativeSum(2)).Message);

    static double[] Running(double[] x)
    {
        double sum = 0;
        return [.. x.Select(v => sum += v)];
    }
}
