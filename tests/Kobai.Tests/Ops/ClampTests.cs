namespace Kobai.Tests.Ops;

public class ClampTests
{
    static readonly Tensor X = Tensor.From([-2, -1, 0.5, 1, 3, double.NaN]);

    [Fact]
    public void Numbers_stay_within_bounds()
    {
        Assert.Equal([-1, -1, 0.5, 1, 1, double.NaN], X.Clamp(-1, 1).ToArray<double>());
        Assert.Equal([0, 0, 0.5, 1, 3, double.NaN], X.Clamp(min: 0).ToArray<double>());
        Assert.Equal([-2, -1, 0, 0, 0, double.NaN], X.Clamp(max: 0).ToArray<double>());
        Assert.Equal([1, 1, 1], X.Clamp(2, 1)[..3].ToArray<double>());
        Assert.Equal([0, 1, 2, 2], Sample.Counting(2, 2).T.Clamp(0, 2).T.ToArray<double>());
        Assert.Equal([0, 2], Tensor.Zeros([0, 2]).Clamp(0, 1).Shape);
    }

    [Fact]
    public void The_gradient_passes_within_and_at_the_bounds()
    {
        var x = X.Clone().RequireGradient();
        x.Clamp(-1, 1).Backward(Tensor.Full([6], 2, DType.Float64));
        Assert.Equal([0, 2, 2, 2, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Clamp(-0.7, 0.3) * x, Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4)), 0, 1e-8);
}
