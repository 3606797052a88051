namespace Kobai.Tests.Ops;

public class SliceTests
{
    [Fact]
    public void Takes_every_step_th_element()
    {
        var x = Sample.Counting(7);
        for (int start = 0; start <= 7; start++)
        {
            for (int stop = start; stop <= 7; stop++)
            {
                for (int step = 1; step < 9; step++)
                {
                    var expected = new List<double>();
                    for (int i = start; i < stop; i += step) expected.Add(i);
                    Assert.Equal(expected, x.Slice(0, start, stop, step).ToArray<double>());
                }
            }
        }
    }

    [Fact]
    public void Any_axis_as_a_view()
    {
        var x = Sample.Counting(2, 5);
        Assert.Equal([1, 3, 6, 8], x.Slice(-1, 1, ^0, 2).ToArray<double>());
        Assert.Equal([1, 6, 3, 8], x.T.Slice(0, 1, 5, 2).ToArray<double>());
        Assert.Same(x.Block, x.Slice(1, 1, 4).Block);
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Slice(1, 0, ^1, 2).Exp() * x.Slice(1, 1, ^0, 2), Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(2, 6)), 0, 1e-8);

    [Fact]
    public void A_run_outside_the_axis_is_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ArgumentOutOfRangeException>(f).Message;
        var x = Tensor.Zeros([2, 3]);
        Assert.Equal("Slice: 1..4 is outside axis 1 of size 3; x is (2, 3).", Message(() => x.Slice(-1, 1, 4)));
        Assert.Equal("Slice: 2..^2 is outside axis 1 of size 3; x is (2, 3).", Message(() => x.Slice(1, 2, ^2)));
        Assert.Equal("Slice: the step must be 1 or more; got 0.", Message(() => x.Slice(1, 0, 1, 0)));
    }
}
