namespace Kobai.Tests.Ops;

public class AvgPool2dTests
{
    [Fact]
    public void Padding_counts_only_where_it_should()
    {
        var x = Tensor.From([1.0, 2, 3, 4], [1, 2, 2]);
        Assert.Equal([0.25, 0.5, 0.75, 1], x.AvgPool2d(2, stride: 2, padding: 1).ToArray<double>());
        Assert.Equal([1, 2, 3, 4], x.AvgPool2d(2, stride: 2, padding: 1, countPadding: false).ToArray<double>());
    }

    [Theory]
    [InlineData(2, 2, 0, false)]
    [InlineData(3, 1, 1, true)]
    [InlineData(3, 2, 1, false)]
    public void Gradients_match_central_differences(int kernel, int stride, int padding, bool count) => Assert.InRange(
        GradientCheck.Run(v => v[0].AvgPool2d(kernel, stride, padding, ceiling: true, count), Reductions.Numbers([2, 2, 7, 18])), 0, 1e-8);

    [Fact]
    public void Windows_that_do_not_fit_are_refused() => Assert.Equal(
        "AvgPool2d: the window must fit into the padded planes; x is (1, 4, 4), kernel is 5 × 5, padding is 0 × 0, dilation is 1 × 1.",
        Assert.Throws<ShapeException>(() => Tensor.Ones([1, 4, 4]).AvgPool2d(5)).Message);
}
