using FsCheck;
using FsCheck.Fluent;
using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class SortTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public void Equals_the_stable_sort_of_each_line(int axis, bool descending)
    {
        foreach (Shape shape in new Shape[] { [2, 3, 4], [1, 1, 1], [3, 50, 70] })
            foreach (var x in Reductions.Layouts(Reductions.Numbers(shape)))
            {
                var (values, places) = x.Sort(axis, descending);
                Assert.Equal(Reductions.Along(x, axis, line => [.. Places(line, descending).Select(i => line[i])]), values.ToArray<double>());
                double[] expected = Reductions.Along(x, axis, line => [.. Places(line, descending).Select(i => (double)i)]);
                Assert.Equal(expected, places.Values.ToArray().Select(i => (double)i));
                Assert.Equal(expected, x.ArgSort(axis, descending).Values.ToArray().Select(i => (double)i));
                Assert.Equal(x.Shape, places.Shape);
            }
    }

    [Fact]
    public void Equal_elements_keep_their_order() => Check.QuickThrowOnFailure(Prop.ForAll(Repetitive, line =>
        Tensor.From(line).ArgSort().Values.ToArray().SequenceEqual(Places(line, false).Select(i => (long)i)) &&
        Tensor.From(line).ArgSort(descending: true).Values.ToArray().SequenceEqual(Places(line, true).Select(i => (long)i))));

    [Fact]
    public void Zeros_tie_and_NaN_is_the_largest()
    {
        var x = Tensor.From([0.0, double.NaN, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN]);
        Assert.Equal([4, 0, 2, 3, 1, 5], x.ArgSort().Values.ToArray());
        Assert.Equal([1, 5, 3, 0, 2, 4], x.ArgSort(descending: true).Values.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradient_goes_to_the_places_the_elements_came_from(int axis) =>
        Assert.InRange(GradientCheck.Run(x => x[0].Sort(axis).Values, Reductions.Numbers([3, 4, 2])), 0, 1e-8);

    [Fact]
    public void Thread_count_does_not_change_anything()
    {
        var x = Reductions.Numbers([3000, 30], DType.Float32);
        Reductions.CheckThreads(() => x.Sort(0).Values);
        Reductions.CheckThreads(() => Tensor.From([.. x.ArgSort(1).Values.ToArray().Select(i => (double)i)]));
    }

    [Fact]
    public void Nothing_is_sorted_already() => Assert.Equal([3, 0], Tensor.Zeros([3, 0]).Sort().Values.Shape);

    [Fact]
    public void An_axis_that_does_not_exist_is_refused() => Assert.Equal(
        "Sort: axis 2 does not exist; the shape (2, 3) has 2.",
        Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).Sort(2)).Message);

    internal static Arbitrary<double[]> Repetitive { get; } =
        Gen.NonEmptyListOf(Gen.Choose(-4, 4).Select(i => (double)i)).Select(list => list.ToArray()).ToArbitrary();

    // OrderBy is stable.
    static int[] Places(double[] line, bool descending) => descending
        ? [.. Enumerable.Range(0, line.Length).OrderByDescending(i => line[i])]
        : [.. Enumerable.Range(0, line.Length).OrderBy(i => line[i])];
}
