using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Ops;

public class TopKTests
{
    [Fact]
    public void Is_the_beginning_of_the_sorted_elements() => Check.QuickThrowOnFailure(Prop.ForAll(SortTests.Repetitive, line =>
    {
        var x = Tensor.From(line);
        var largest = x.Sort(descending: true);
        var smallest = x.Sort();
        return Enumerable.Range(0, line.Length + 1).All(k =>
            Same(x.TopK(k), largest, k) && Same(x.TopK(k, largest: false), smallest, k));
    }));

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    public void Is_the_beginning_of_the_sorted_elements_along_any_axis(int k)
    {
        foreach (var x in Reductions.Layouts(Reductions.Numbers([2, 300, 3])))
        {
            var (values, places) = x.TopK(k, 1);
            var (all, allPlaces) = x.Sort(1, descending: true);
            Assert.Equal(all[.., ..k].ToArray<double>(), values.ToArray<double>());
            var expected = Tensor.From([.. allPlaces.Values.ToArray().Select(i => (double)i)], allPlaces.Shape)[.., ..k];
            Assert.Equal(expected.ToArray<double>(), places.Values.ToArray().Select(i => (double)i));
            Assert.Equal([2, k, 3], places.Shape);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Gradient_goes_to_the_places_the_elements_came_from(int axis, bool largest) => Assert.InRange(
        GradientCheck.Run(x => x[0].TopK(2, axis, largest).Values, Reductions.Numbers([3, 4, 2])), 0, 1e-8);

    [Fact]
    public void More_than_there_are_is_refused()
    {
        Assert.Equal("TopK: k must lie between 0 and the size of the axis; k is 4, x is (2, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).TopK(4)).Message);
        Assert.Equal("TopK: k must lie between 0 and the size of the axis; k is -1, x is (2, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).TopK(-1)).Message);
        Assert.Equal("TopK: axis 2 does not exist; the shape (2, 3) has 2.",
            Assert.Throws<ShapeException>(() => Tensor.Zeros([2, 3]).TopK(1, 2)).Message);
    }

    static bool Same((Tensor Values, Labels Indices) top, (Tensor Values, Labels Indices) sorted, int k) =>
        top.Values.ToArray<double>().SequenceEqual(sorted.Values.ToArray<double>().Take(k)) &&
        top.Indices.Values.ToArray().SequenceEqual(sorted.Indices.Values.ToArray().Take(k));
}
