namespace Kobai.Tests.Ops;

public class IndexSelectTests
{
    static readonly Tensor X = Tensor.Linspace(-1, 1, 24, DType.Float64).Reshape(2, 3, 4);

    [Fact]
    public void Every_axis_equals_the_slow_loop()
    {
        Labels index = [1, 0, 1, 1];
        foreach (var x in (Tensor[])[X, X.T.Contiguous().T])
        {
            for (int axis = 0; axis < 3; axis++)
            {
                var y = x.IndexSelect(axis - 3, index);
                for (int k = 0; k < 4; k++)
                    Assert.Equal(x.Select(axis, (int)index[k]).ToArray<double>(), y.Select(axis, k).ToArray<double>());
            }
        }
        Assert.Equal([2, 0, 4], X.IndexSelect(1, []).Shape);
        Assert.Equal([2, 0], Tensor.Zeros([3, 0]).IndexSelect(0, [0, 2]).Shape);
    }

    [Fact]
    public void Gradient_matches_central_differences()
    {
        for (int axis = 0; axis < 3; axis++)
            Assert.InRange(Sample.GradientError(x => x.IndexSelect(axis, [1, 0, 1, 1]).Exp(), X), 0, 1e-8);
    }

    [Fact]
    public void A_permutation_and_its_inverse_give_x_back()
    {
        var order = Labels.Permutation(50, new Generator(3));
        long[] inverse = new long[50];
        for (int i = 0; i < 50; i++) inverse[order[i]] = i;
        var x = Sample.Counting(50, 3);
        var y = x.IndexSelect(0, order);
        Assert.NotEqual(x.ToArray<double>(), y.ToArray<double>());
        Assert.Equal(x.ToArray<double>(), y.IndexSelect(0, Labels.Create(inverse)).ToArray<double>());
    }

    [Fact]
    public void An_index_that_does_not_fit_is_refused()
    {
        Assert.Equal("IndexSelect: 3 at (1) is outside axis 1 of size 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => X.IndexSelect(1, [0, 3])).Message);
        Assert.Equal("IndexSelect: the index must be a vector; index is (1, 2).",
            Assert.Throws<ShapeException>(() => X.IndexSelect(1, Labels.From([0, 1], [1, 2]))).Message);
    }
}
