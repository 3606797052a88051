using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class LogSoftmaxTests
{
    public static TheoryData<int, int, int> Sizes => SoftmaxTests.Sizes;

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Equals_the_definition(int outer, int n, int inner)
    {
        foreach (var x in Reductions.Layouts(3 * Reductions.Numbers([outer, n, inner])))
        {
            double tolerance = x.DType == DType.Float32 ? 2e-7 : 4e-15;
            Reductions.AssertClose(Reductions.Along(x, 1, Definition), x.LogSoftmax(1).ToArray<double>(), tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Gradient_equals_the_definition(int outer, int n, int inner)
    {
        var x = Reductions.Numbers([outer, n, inner]).RequireGradient();
        var weights = Tensor.Linspace(-1, 2, x.Count, DType.Float64).Reshape(x.Shape);
        x.LogSoftmax(1).Backward(weights);
        var expected = weights - x.Detach().Softmax(1) * weights.Sum(1, keepDims: true);
        Reductions.AssertClose(expected.ToArray<double>(), x.Gradient!.ToArray<double>(), 1e-13);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Gradient_matches_central_differences(int axis) =>
        Assert.InRange(GradientCheck.Run(x => x[0].LogSoftmax(axis), Reductions.Numbers([3, 4, 2])), 0, 1e-8);

    [Fact]
    public void Thread_count_does_not_change_a_bit()
    {
        var x = Reductions.Numbers([9000, 10], DType.Float32);
        Reductions.CheckThreads(() => x.LogSoftmax(0));
        Reductions.CheckThreads(() => x.LogSoftmax(1));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(80)]
    public void Results_near_zero_keep_their_digits(double gap)
    {
        double expected = -Math.Exp(-gap) + Math.Exp(-2 * gap) / 2;
        Assert.Equal(1, Tensor.From([0, gap]).LogSoftmax().ToArray<double>()[1] / expected, 1e-14);
        Assert.Equal(1, Tensor.From([0f, (float)gap]).LogSoftmax().ToArray<double>()[1] / expected, 3e-7);
        var many = Tensor.Zeros([100]);
        many.View([1], [1]).Fill(gap);
        Assert.Equal(1, many.LogSoftmax().ToArray<double>()[0] / (99 * expected), gap < 40 ? 1e-6 : 3e-7);
    }

    [Fact]
    public void Elements_that_tie_for_the_largest_count_each() =>
        Assert.Equal(-Math.Log(3), Tensor.From([2, 2, -700, 2.0]).LogSoftmax().ToArray<double>()[3], 15);

    [Fact]
    public void Exponentials_add_up_to_one() => Check.QuickThrowOnFailure(Prop.ForAll(SoftmaxTests.Lines, line =>
        Math.Abs(Tensor.From(line).LogSoftmax().Exp().Sum().Item() - 1) < 1e-13));

    [Fact]
    public void Infinities_follow_the_limits_where_there_is_one()
    {
        const double inf = double.PositiveInfinity, nan = double.NaN;
        Assert.Equal([0, -inf], Tensor.From([1, -inf]).LogSoftmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([-inf, -inf]).LogSoftmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([1, inf]).LogSoftmax().ToArray<double>());
        Assert.Equal([nan, nan], Tensor.From([nan, 1]).LogSoftmax().ToArray<double>());
        Assert.Equal([0.0, -1e30], Tensor.From([1e30, 0]).LogSoftmax().ToArray<double>());
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "LogSoftmax: axis -3 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).LogSoftmax(-3)).Message);

    static double[] Definition(double[] x)
    {
        double largest = x.Max();
        double log = Math.Log(x.Sum(v => Math.Exp(v - largest)));
        return [.. x.Select(v => v - largest - log)];
    }
}
