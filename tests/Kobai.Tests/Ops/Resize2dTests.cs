namespace Kobai.Tests.Ops;

public class Resize2dTests
{
    [Theory]
    [InlineData(ResizeMode.Nearest)]
    [InlineData(ResizeMode.Bilinear)]
    [InlineData(ResizeMode.BilinearCorners)]
    public void Gradients_match_central_differences(ResizeMode mode)
    {
        foreach (Pair size in new Pair[] { (4, 7), (2, 2), (3, 5) })
            Assert.InRange(GradientCheck.Run(v => v[0].Resize2d(size, mode), Reductions.Numbers([2, 3, 5])), 0, 1e-8);
    }

    [Fact]
    public void Planes_without_elements_are_refused() => Assert.Equal(
        "Resize2d: x must be (…, height, width), with elements; x is (1, 0).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([1, 0]).Resize2d(2)).Message);
}
