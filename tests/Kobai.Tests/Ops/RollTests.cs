namespace Kobai.Tests.Ops;

public class RollTests
{
    [Fact]
    public void Every_shift_equals_the_slow_loop()
    {
        var x = Sample.Counting(2, 5);
        for (int shift = -12; shift <= 12; shift++)
        {
            var (y, z) = (x.Roll(-1, shift), x.T.Roll(0, shift));
            for (nint i = 0; i < 2; i++)
            {
                for (nint j = 0; j < 5; j++)
                {
                    nint to = ((j + shift) % 5 + 5) % 5;
                    Assert.Equal(Sample.At(x, i, j), Sample.At(y, i, to));
                    Assert.Equal(Sample.At(x, i, j), Sample.At(z, to, i));
                }
            }
        }
        Assert.Equal([0, 3], Tensor.Zeros([0, 3]).Roll(0, 2).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Roll(1, 1).Exp() * x.Roll(0, -1), Tensor.Linspace(-1, 1, 6, DType.Float64).Reshape(2, 3)), 0, 1e-8);

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal("Roll: axis 1 does not exist; the shape (3) has 1.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([3]).Roll(1, 1)).Message);
}
