namespace Kobai.Tests.Ops;

public class VarianceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Equals_the_definition_over_any_axes(int correction) => Reductions.CheckValues(
        (x, axes, keepDims) => x.Variance(axes, correction, keepDims), x => Exact(x, correction), 1e-14, [2, 3, 4], [5, 2, 17]);

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Reductions.CheckGradients((x, axes, keepDims) => x.Variance(axes, 1, keepDims));
        Reductions.CheckGradients((x, axes, keepDims) => x.Variance(axes, 0, keepDims));
    }

    [Fact]
    public void Nothing_cancels_far_from_zero()
    {
        var x = Tensor.From([1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3]);
        Assert.Equal(1.25, x.Variance(correction: 0).Item());
        Assert.Equal(5.0 / 3, x.Variance().Item(), 15);
        var far = Tensor.From([1e9, 1e9 + 1, 1e9 + 3]).RequireGradient();
        far.Variance(correction: 1).Backward();
        Reductions.AssertClose([-4.0 / 3, -1.0 / 3, 5.0 / 3], far.Gradient!.ToArray<double>(), 1e-15);
        var single = Tensor.From([16777210f, 16777211, 16777212, 16777213]).RequireGradient();
        var y = single.Variance(correction: 0);
        Assert.Equal(1.25, y.Item());
        y.Backward();
        Assert.Equal([-0.75, -0.25, 0.25, 0.75], single.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Too_few_elements_give_NaN()
    {
        Assert.Equal(double.NaN, Tensor.From([3.0]).Variance().Item());
        Assert.Equal(0, Tensor.From([3.0]).Variance(correction: 0).Item());
        Assert.Equal(double.NaN, Tensor.Zeros([0]).Variance(correction: 0).Item());
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "Variance: axis 5 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Variance(5)).Message);

    internal static double Exact(double[] x, int correction)
    {
        decimal mean = x.Sum(v => (decimal)v) / x.Length;
        decimal squares = x.Sum(v => ((decimal)v - mean) * ((decimal)v - mean));
        return x.Length > correction ? (double)(squares / (x.Length - correction)) : double.NaN;
    }
}
