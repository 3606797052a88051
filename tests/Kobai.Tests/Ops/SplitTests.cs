using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Ops;

public class SplitTests
{
    static string Shapes(Tensor[] parts) => string.Join(' ', parts.Select(part => part.Shape));

    [Fact]
    public void By_size_the_last_part_may_be_smaller()
    {
        var x = Sample.Counting(2, 5);
        Assert.Equal("(2, 2) (2, 2) (2, 1)", Shapes(x.Split(-1, 2)));
        Assert.Equal("(2, 5)", Shapes(x.Split(0, 7)));
        Assert.Equal([2, 3, 7, 8], x.Split(1, 2)[1].ToArray<double>());
        Assert.Equal("(0, 3)", Shapes(Tensor.Zeros([0, 3]).Split(0, 2)));
        Assert.All(x.Split(1, 2), part => Assert.Same(x.Block, part.Block));
    }

    [Fact]
    public void By_sizes()
    {
        var x = Sample.Counting(2, 5);
        Assert.Equal("(2, 1) (2, 0) (2, 4)", Shapes(x.Split(1, [1, 0, 4])));
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9], x.Split(1, [1, 0, 4])[2].ToArray<double>());
        Assert.Equal([0, 5, 1, 6], x.T.Split(0, [2, 3])[0].ToArray<double>());
    }

    [Fact]
    public void Chunks_are_at_most_as_many_as_asked_for()
    {
        Assert.Equal("(3) (3) (1)", Shapes(Tensor.Zeros([7]).Chunk(0, 3)));
        Assert.Equal("(2) (2) (2)", Shapes(Tensor.Zeros([6]).Chunk(0, 4)));
        Assert.Equal("(1) (1)", Shapes(Tensor.Zeros([2]).Chunk(-1, 5)));
        Assert.Equal("(0)", Shapes(Tensor.Zeros([0]).Chunk(0, 3)));
    }

    [Fact]
    public void Unbind_gives_every_element_of_an_axis()
    {
        var x = Sample.Counting(2, 3);
        Assert.Equal("(3) (3)", Shapes(x.Unbind()));
        var columns = x.Unbind(-1);
        Assert.Equal("(2) (2) (2)", Shapes(columns));
        Assert.Equal([2, 5], columns[2].ToArray<double>());
        Assert.Same(x.Block, columns[1].Block);
        Assert.Empty(Tensor.Zeros([0, 3]).Unbind());
    }

    [Fact]
    public void Splitting_and_concatenating_is_the_identity()
    {
        var cuts = (from axis in Gen.Choose(0, 2) from size in Gen.Choose(1, 9) select (axis, size)).ToArbitrary();
        Prop.ForAll(cuts, cut =>
        {
            var (axis, size) = cut;
            var x = Sample.Counting(4, 7, 5).Transpose(0, 2);
            var y = Tensor.Concatenate(axis, x.Split(axis, size));
            var z = Tensor.Stack(axis, x.Unbind(axis));
            double[] all = x.ToArray<double>();
            return y.ToArray<double>().SequenceEqual(all) && z.ToArray<double>().SequenceEqual(all);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        var x = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4);
        Assert.InRange(Sample.GradientError(t => t.Split(1, 2) is var p ? p[0] * p[1] : t, x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t.Exp().Unbind(1) is var p ? p[0] * p[1] * p[2] + p[3] : t, x), 0, 1e-8);
        Assert.InRange(Sample.GradientError(t => t.Exp().Split(0, [1, 2])[1], x), 0, 1e-8);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ShapeException>(f).Message;
        var x = Tensor.Zeros([2, 5]);
        Assert.Equal("Split: the sizes must be 0 or more and add up to 5, the size of axis 1; x is (2, 5), sizes are (2, 2).",
            Message(() => x.Split(-1, [2, 2])));
        Assert.Equal("Split: the sizes must be 0 or more and add up to 5, the size of axis 1; x is (2, 5), sizes are (6, -1).",
            Message(() => x.Split(1, [6, -1])));
        Assert.Equal("Split: the size must be 1 or more; got 0.", Message(() => x.Split(1, 0)));
        Assert.Equal("Chunk: the count must be 1 or more; got 0.", Message(() => x.Chunk(1, 0)));
        Assert.Equal("Unbind: axis 2 does not exist; the shape (2, 5) has 2.", Message(() => x.Unbind(2)));
    }
}
