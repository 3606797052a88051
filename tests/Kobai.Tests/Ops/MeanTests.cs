namespace Kobai.Tests.Ops;

public class MeanTests
{
    [Fact]
    public void Equals_the_exact_mean_over_any_axes() => Reductions.CheckValues(
        (x, axes, keepDims) => x.Mean(axes, keepDims), Enumerable.Average, 0, [2, 3, 4], [1, 1, 1], [5, 1, 17]);

    [Fact]
    public void Gradient_matches_central_differences() => Reductions.CheckGradients((x, axes, keepDims) => x.Mean(axes, keepDims));

    [Fact]
    public void Is_rounded_once() => Assert.Equal(0.1f, (float)Tensor.Full([100_003], 0.1).Mean());

    [Fact]
    public void The_mean_of_nothing_is_NaN()
    {
        Assert.Equal(double.NaN, Tensor.Zeros([0]).Mean().Item());
        Assert.Equal([double.NaN, double.NaN], Tensor.Zeros([2, 0]).Mean(1).ToArray<double>());
        Assert.Equal([0, 1], Tensor.Zeros([0, 3]).Mean(1, keepDims: true).Shape);
    }

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "Mean: axis -3 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Mean(-3)).Message);
}
