using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class ArgMaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Is_the_place_of_the_largest(int axis)
    {
        foreach (Shape shape in new Shape[] { [2, 3, 4], [1, 1, 1], [3, 50, 70] })
            foreach (var x in Reductions.Layouts(Reductions.Numbers(shape)))
            {
                double[] expected = Reductions.Reduce(x, [axis], v => Array.IndexOf(v, v.Max()));
                Assert.Equal(expected, x.ArgMax(axis).Values.ToArray().Select(i => (double)i));
                Assert.Equal(x.Max(axis).Shape, x.ArgMax(axis).Shape);
                Assert.Equal(x.Max(axis, keepDims: true).Shape, x.ArgMax(axis, keepDims: true).Shape);
            }
    }

    [Fact]
    public void Without_an_axis_it_counts_in_row_major_order() =>
        Assert.Equal(5, Tensor.From(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ArgMax());

    [Fact]
    public void The_first_of_several_wins()
    {
        Assert.Equal(1, Tensor.From([1.0, 3, 2, 3]).ArgMax());
        Assert.Equal(0, Tensor.Zeros([100]).ArgMax());
        Assert.Equal(0, Tensor.From([-0.0, 0.0]).ArgMax());
        Assert.Equal([0, 0, 0], Tensor.Zeros([4, 3]).ArgMax(0).Values.ToArray());
    }

    [Fact]
    public void The_first_NaN_wins()
    {
        Assert.Equal(1, Tensor.From([1.0, double.NaN, double.PositiveInfinity, double.NaN]).ArgMax());
        Assert.Equal([2], Tensor.From([1.0, 5, double.NaN], [3, 1]).ArgMax(0).Values.ToArray());
        Assert.Equal([0, 2], Tensor.From([1.0, 5, 0, 0, 0, double.NaN], [3, 2]).ArgMax(0).Values.ToArray());
    }

    [Fact]
    public void Large_tensors_give_the_same_for_any_thread_count()
    {
        var x = Reductions.Numbers([30_000, 10]);
        Reductions.CheckThreads(() => Tensor.From([.. x.ArgMax(1).Values.ToArray().Select(i => (double)i)]));
        Reductions.CheckThreads(() => Tensor.From([.. x.ArgMax(0).Values.ToArray().Select(i => (double)i)]));
    }

    [Fact]
    public void Nothing_has_no_largest_element() => Assert.Equal(
        "ArgMax: at least one element is needed; x is (2, 0).",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 0]).ArgMax(1)).Message);
}
