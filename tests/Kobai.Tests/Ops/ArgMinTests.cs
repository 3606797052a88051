namespace Kobai.Tests.Ops;

public class ArgMinTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Is_the_place_of_the_smallest(int axis)
    {
        foreach (var x in Reductions.Layouts(Reductions.Numbers([3, 50, 70])))
        {
            double[] expected = Reductions.Reduce(x, [axis], v => Array.IndexOf(v, v.Min()));
            Assert.Equal(expected, x.ArgMin(axis).Values.ToArray().Select(i => (double)i));
        }
    }

    [Fact]
    public void The_first_of_several_wins_and_NaN_before_all_else()
    {
        Assert.Equal(1, Tensor.From([4.0, 3, 5, 3]).ArgMin());
        Assert.Equal(2, Tensor.From([4.0, double.NegativeInfinity, double.NaN]).ArgMin());
    }

    [Fact]
    public void Nothing_has_no_smallest_element() => Assert.Equal(
        "ArgMin: at least one element is needed; x is (0).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([0]).ArgMin()).Message);
}
