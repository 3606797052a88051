using Kobai.Layers;

namespace Kobai.Tests.Layers;

public class SinusoidalPositionTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    [InlineData(1)]
    public void Equals_the_definition(int size)
    {
        var y = new SinusoidalPosition(size).Forward(Tensor.Ones([2, 300, size], DType.Float64));
        for (int p = 0; p < 300; p += 13)
        {
            for (int i = 0; i < size; i++)
            {
                double angle = p / Math.Pow(10_000, i / 2 * 2.0 / size);
                Assert.Equal(1 + (i % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle)), y[1, p, i].Item(), 1e-13);
            }
        }
    }

    [Fact]
    public void A_start_moves_the_positions()
    {
        var layer = new SinusoidalPosition(4);
        var x = Tensor.Zeros([9, 4]);
        Assert.Equal(layer.Forward(x)[5..].ToArray<float>(), layer.Forward(x[5..], 5).ToArray<float>());
    }

    [Fact]
    public void The_gradient_passes_and_wrong_sizes_are_refused()
    {
        var layer = new SinusoidalPosition(4);
        Assert.InRange(GradientCheck.Run(x => layer.Forward(x[0]), Tensor.Ones([2, 4])), 0, 1e-9);
        Assert.Equal(
            "SinusoidalPosition: the input must be (…, length, 4); it is (3, 5).",
            Assert.Throws<ShapeException>(() => layer.Forward(Tensor.Zeros([3, 5]))).Message);
    }
}
