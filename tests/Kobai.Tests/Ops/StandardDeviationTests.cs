namespace Kobai.Tests.Ops;

public class StandardDeviationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Equals_the_root_of_the_variance_over_any_axes(int correction) => Reductions.CheckValues(
        (x, axes, keepDims) => x.StandardDeviation(axes, correction, keepDims),
        x => Math.Sqrt(VarianceTests.Exact(x, correction)), 1e-14, [2, 3, 4], [5, 2, 17]);

    [Fact]
    public void Gradient_matches_central_differences() =>
        Reductions.CheckGradients((x, axes, keepDims) => x.StandardDeviation(axes, 1, keepDims), 1e-6);

    [Fact]
    public void Gradient_of_equal_elements_is_zero()
    {
        var x = Tensor.From([2.0, 2, 2]).RequireGradient();
        x.StandardDeviation().Backward();
        Assert.Equal([0, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void A_single_element_deviates_by_NaN_or_zero()
    {
        Assert.Equal(double.NaN, Tensor.From([3.0]).StandardDeviation().Item());
        Assert.Equal(0, Tensor.From(new[,] { { 3.0 } }).StandardDeviation(0, correction: 0).Item());
    }
}
