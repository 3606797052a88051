namespace Kobai.Tests.Ops;

public class MinTests
{
    [Fact]
    public void Equals_the_smallest_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Min(axes, keepDims), x => x.Min(), 0, [2, 3, 4], [1, 1, 1], [5, 40, 3], [3, 2, 70]);

    [Fact]
    public void Gradient_matches_central_differences() => Reductions.CheckGradients((x, axes, keepDims) => x.Min(axes, keepDims));

    [Fact]
    public void Ties_share_the_gradient_evenly()
    {
        var x = Tensor.From([1.0, 2, 1, 1]).RequireGradient();
        (x.Min() * 6).Backward();
        Assert.Equal([2, 0, 2, 2], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void NaN_wins() => Assert.Equal(double.NaN, Tensor.From([1, double.NaN, double.NegativeInfinity]).Min().Item());

    [Fact]
    public void Nothing_has_no_smallest_element() => Assert.Equal(
        "Min: at least one element is needed; x is (2, 0).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 0]).Min(1)).Message);
}
