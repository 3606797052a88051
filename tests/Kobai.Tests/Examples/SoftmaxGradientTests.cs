using Kobai.Examples;

namespace Kobai.Tests.Examples;

public class SoftmaxGradientTests
{
    [Theory]
    [InlineData(0.2, 0.5, 0.3, "1.609")]
    [InlineData(0.8, 0.1, 0.1, "0.223")]
    [InlineData(1, 0, 0, "0.000")]
    public void Loss_and_gradient_come_out(double a, double b, double c, string loss)
    {
        var (value, gradient) = SoftmaxGradient.Of([a, b, c]);
        Assert.Equal(loss, value.ToString("F3"));
        Assert.Equal(a - 1, gradient[0], 1e-15);
        Assert.Equal(b, gradient[1], 1e-15);
        Assert.Equal(c, gradient[2], 1e-15);
    }
}
