using FsCheck;
using FsCheck.Fluent;

namespace Kobai.Tests.Ops;

public class PermuteTests
{
    [Fact]
    public void Element_ijk_moves_to_kij()
    {
        var x = Sample.Counting(2, 3, 4);
        var y = x.Permute(-1, 0, 1);
        Assert.Equal([4, 2, 3], y.Shape);
        Assert.Same(x.Block, y.Block);
        for (nint i = 0; i < 2; i++)
            for (nint j = 0; j < 3; j++)
                for (nint k = 0; k < 4; k++)
                    Assert.Equal(Sample.At(x, i, j, k), Sample.At(y, k, i, j));
    }

    [Fact]
    public void Permuting_and_permuting_back_is_the_identity()
    {
        var orders = Gen.Shuffle([0, 1, 2, 3]).Select(order => order.ToArray()).ToArbitrary();
        Prop.ForAll(orders, order =>
        {
            var x = Sample.Counting(2, 3, 1, 4);
            int[] back = [.. Enumerable.Range(0, 4).Select(i => Array.IndexOf(order, i))];
            var y = x.Permute(order).Permute(back);
            return y.IsContiguous && y.Shape == x.Shape && y.ToArray<double>().SequenceEqual(x.ToArray<double>());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Gradient_matches_central_differences() => Assert.InRange(
        Sample.GradientError(x => x.Permute(2, 0, 1) * x.Permute(-1, -3, -2).Exp(), Tensor.Linspace(-1, 1, 24, DType.Float64).Reshape(2, 3, 4)), 0, 1e-8);

    [Fact]
    public void Scalars_and_empty_tensors_permute()
    {
        Assert.Equal(Shape.Scalar, Tensor.Scalar(1).Permute().Shape);
        Assert.Equal([3, 0, 2], Tensor.Zeros([2, 0, 3]).Permute(2, 1, 0).Shape);
    }

    [Fact]
    public void Axes_missing_or_doubled_are_refused()
    {
        var x = Tensor.Zeros([2, 3]);
        Assert.Equal("Permute: every axis must be given once; x is (2, 3), axes are (0).",
            Assert.Throws<ShapeException>(() => x.Permute(0)).Message);
        Assert.Equal("Permute: every axis must be given once; x is (2, 3), axes are (1, -1).",
            Assert.Throws<ShapeException>(() => x.Permute(1, -1)).Message);
        Assert.Equal("Permute: axis 2 does not exist; the shape (2, 3) has 2.",
            Assert.Throws<ShapeException>(() => x.Permute(0, 2)).Message);
    }
}
