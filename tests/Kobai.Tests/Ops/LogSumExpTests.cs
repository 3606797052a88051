using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Ops;

public class LogSumExpTests
{
    [Fact]
    public void Equals_the_definition_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.LogSumExp(axes, keepDims), x => Math.Log(x.Sum(Math.Exp)), 1e-14,
        [2, 3, 4], [1, 1, 1], [9, 5, 3], [2, 3, 700]);

    [Fact]
    public void Gradient_matches_central_differences() =>
        Reductions.CheckGradients((x, axes, keepDims) => x.LogSumExp(axes, keepDims));

    [Fact]
    public void Lies_between_the_largest_and_the_largest_plus_the_logarithm_of_the_count() =>
        Check.QuickThrowOnFailure(Prop.ForAll(SoftmaxTests.Lines, line =>
        {
            double y = Tensor.From(line).LogSumExp().Item();
            return y >= line.Max() && y <= line.Max() + Math.Log(line.Length) + 1e-13;
        }));

    [Fact]
    public void Nothing_overflows()
    {
        Assert.Equal(1000 + Math.Log(2), Tensor.From([1000.0, 1000]).LogSumExp().Item(), 1e-12);
        Assert.Equal(-1000 + Math.Log(2), Tensor.From([-1000.0, -1000]).LogSumExp().Item(), 1e-12);
    }

    [Fact]
    public void A_tiny_part_keeps_its_digits() => Assert.Equal(1, Tensor.From([0, -60.0]).LogSumExp().Item() / Math.Exp(-60), 1e-14);

    [Fact]
    public void Infinities_follow_the_limits()
    {
        const double inf = double.PositiveInfinity;
        Assert.Equal(inf, Tensor.From([1, inf, -inf]).LogSumExp().Item());
        Assert.Equal(double.NaN, Tensor.From([1, inf, double.NaN]).LogSumExp().Item());
        var x = Tensor.From([-inf, -inf]).RequireGradient();
        var y = x.LogSumExp();
        Assert.Equal(-inf, y.Item());
        y.Backward();
        Assert.Equal([0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Of_nothing_it_is_minus_infinity() =>
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity], Tensor.Zeros([2, 0]).LogSumExp(1).ToArray<double>());

    [Fact]
    public void An_axis_that_is_given_twice_is_refused() => Assert.Equal(
        "LogSumExp: axis 0 is given twice.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).LogSumExp([0, 0])).Message);
}
