namespace Kobai.Tests.Ops;

public class GatherTests
{
    static readonly Tensor X = Tensor.Linspace(-1, 1, 12, DType.Float64).Reshape(3, 4);
    static readonly Labels Columns = Labels.From([3, 0, 0, 1, 2, 2], [3, 2]);
    static readonly Labels Rows = Labels.From([2, 0, 1, 2, 0, 2, 1, 1], [2, 4]);

    [Fact]
    public void Gathering_equals_the_slow_loop()
    {
        foreach (var x in (Tensor[])[X, X.T.Contiguous().T, X.Flip()])
        {
            Tensor byColumn = x.Gather(-1, Columns), byRow = x.Gather(0, Rows);
            for (nint i = 0; i < 3; i++)
                for (nint j = 0; j < 2; j++)
                    Assert.Equal(Sample.At(x, i, (nint)Columns[(int)(i * 2 + j)]), Sample.At(byColumn, i, j));
            for (nint i = 0; i < 2; i++)
                for (nint j = 0; j < 4; j++)
                    Assert.Equal(Sample.At(x, (nint)Rows[(int)(i * 4 + j)], j), Sample.At(byRow, i, j));
        }
    }

    [Fact]
    public void The_index_may_be_smaller_than_x_along_other_axes()
    {
        var x = Sample.Counting(3, 4, 2);
        var index = Labels.From([3, 1, 0, 2], [2, 2, 1]);
        Assert.Equal([6, 2, 8, 12], x.Gather(1, index).ToArray<double>());
        Assert.Equal([0, 2, 1], x.Gather(0, Labels.From([], [0, 2, 1])).Shape);
    }

    [Fact]
    public void Scattering_equals_the_slow_loop()
    {
        var x = X.T.Contiguous().T;
        var source = Sample.Counting(2, 3).T;
        var y = x.ScatterAdd(1, Columns, source);
        var expected = new double[3, 4];
        for (nint i = 0; i < 3; i++) for (nint j = 0; j < 4; j++) expected[i, j] = Sample.At(x, i, j);
        for (nint i = 0; i < 3; i++)
            for (nint j = 0; j < 2; j++)
                expected[i, Columns[(int)(i * 2 + j)]] += Sample.At(source, i, j);
        Assert.Equal(expected.Cast<double>(), y.ToArray<double>());
        Assert.NotSame(x.Block, y.Block);
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        Assert.InRange(Sample.GradientError(x => x.Gather(1, Columns).Exp(), X), 0, 1e-8);
        Assert.InRange(Sample.GradientError(x => x.Gather(0, Rows) * x.Gather(0, Rows), X), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].ScatterAdd(1, Columns, x[1]).Exp(), X, Sample.Counting(3, 2) * 0.1), 0, 1e-8);
    }

    [Fact]
    public void Pick_takes_one_element_of_each_row()
    {
        Assert.Equal([3, 4, 9], Sample.Counting(3, 4).Pick([3, 0, 1]).ToArray<double>());
        Assert.Equal([9, 7, 2], Sample.Counting(4, 3).T.Pick([3, 2, 0]).ToArray<double>());
        Assert.Equal(2, Sample.Counting(3).Pick(Labels.From([2], [])).Item());
        Assert.Equal([0], Tensor.Zeros([0, 4]).Pick([]).Shape);
        Assert.InRange(GradientCheck.Run(x => x[0].Pick([3, 0, 1]).Exp(), X), 0, 1e-8);
        Assert.InRange(GradientCheck.Run(x => x[0].T.Pick([2, 0, 1, 1]).Exp(), X), 0, 1e-8);
    }

    [Fact]
    public void Picking_from_one_hot_vectors_gives_ones()
    {
        Labels labels = [2, 0, 1, 2];
        Assert.Equal([1, 1, 1, 1], labels.OneHot(3).Pick(labels).ToArray<float>());
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        static string Message(Func<object> f) => Assert.Throws<ShapeException>(f).Message;
        Assert.Equal("Gather: the index must have the rank of x and, except along axis 1, no larger sizes; x is (3, 4), index is (2).",
            Message(() => X.Gather(-1, [0, 1])));
        Assert.Equal("Gather: the index must have the rank of x and, except along axis 0, no larger sizes; x is (3, 4), index is (1, 5).",
            Message(() => X.Gather(0, Labels.From([0, 0, 0, 0, 0], [1, 5]))));
        Assert.Equal("ScatterAdd: the source must have the shape of the index; source is (3, 4), index is (3, 2).",
            Message(() => X.ScatterAdd(1, Columns, X)));
        Assert.Equal("Pick: the labels must have the shape of x without its last axis; x is (3, 4), labels are (4).",
            Message(() => X.Pick([0, 1, 2, 0])));
        Assert.StartsWith("ScatterAdd: element types must be equal; x is Float64, source is Float32.",
            Assert.Throws<ArgumentException>(() => X.ScatterAdd(1, Columns, Tensor.Ones([3, 2]))).Message);
    }

    [Fact]
    public void Places_outside_the_axis_are_named()
    {
        static string Message(Func<object> f) => Assert.Throws<ArgumentOutOfRangeException>(f).Message;
        Assert.Equal("Gather: 3 at (0, 0) is outside axis 0 of size 3.", Message(() => X.Gather(0, Columns)));
        Assert.Equal("Gather: -1 at (1, 0) is outside axis 1 of size 4.", Message(() => X.Gather(1, Labels.From([0, 3, -1, 0], [2, 2]))));
        Assert.Equal("Pick: 4 at (2) is outside axis 1 of size 4.", Message(() => X.Pick([0, 0, 4])));
    }
}
