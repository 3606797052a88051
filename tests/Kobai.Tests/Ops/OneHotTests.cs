namespace Kobai.Tests.Ops;

public class OneHotTests
{
    [Fact]
    public void A_1_stands_at_the_label()
    {
        Labels labels = [2, 0];
        Assert.Equal([0, 0, 1, 1, 0, 0], labels.OneHot(3).ToArray<double>());
        Assert.Equal(DType.Float64, labels.OneHot(3, DType.Float64).DType);
        Assert.Equal([2, 1, 4], labels.Reshape([2, 1]).OneHot(4).Shape);
        Assert.Equal([0, 3], Labels.Create([]).OneHot(3).Shape);
    }

    [Fact]
    public void A_label_that_is_no_class_is_refused()
    {
        Labels labels = [2, 5, -1];
        Assert.Equal("OneHot: 5 at (1) is outside the new axis of size 5.",
            Assert.Throws<ArgumentOutOfRangeException>(() => labels.OneHot(5)).Message);
        Assert.Equal("OneHot: -1 at (2) is outside the new axis of size 6.",
            Assert.Throws<ArgumentOutOfRangeException>(() => labels.OneHot(6)).Message);
    }
}
