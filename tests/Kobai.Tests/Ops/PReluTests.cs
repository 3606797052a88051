namespace Kobai.Tests.Ops;

public class PReluTests
{
    [Fact]
    public void Each_channel_has_its_slope()
    {
        var x = Tensor.From([-1.0, 2, -3, -4], [1, 2, 2]);
        Assert.Equal([-0.5, 2, -6, -8], x.PRelu(Tensor.From([0.5, 2])).ToArray<double>());
        Assert.Equal([-0.5, 2, -1.5, -2], x.PRelu(Tensor.From([0.5])).ToArray<double>());
    }

    [Fact]
    public void Gradients_match_central_differences()
    {
        Assert.InRange(GradientCheck.Run(v => v[0].PRelu(v[1]), Reductions.Numbers([2, 3, 2]), Tensor.From([0.1, 0.5, -1])), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(v => v[0].PRelu(v[1]), Reductions.Numbers([4]), Tensor.From([0.3])), 0, 1e-8);
    }

    [Fact]
    public void A_weight_of_another_size_is_refused() => Assert.Equal(
        "PRelu: weight must have one number, or one for each channel, axis 1 of x; x is (2, 3), weight is (2).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([2, 3]).PRelu(Tensor.Ones([2]))).Message);
}
