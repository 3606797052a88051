namespace Kobai.Tests.Ops;

public class Conv1dTests
{
    [Fact]
    public void A_line_without_a_batch_is_a_line()
    {
        Tensor x = Reductions.Numbers([2, 7]), w = Reductions.Numbers([3, 2, 3]);
        Assert.Equal(x.Unsqueeze(0).Conv1d(w).Squeeze(0).ToArray<double>(), x.Conv1d(w).ToArray<double>());
        Assert.Equal([3, 7], x.Conv1d(w, padding: Padding.Same).Shape);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() => Assert.Equal(
        "Conv1d: x must be (lines, channels, length), weight (outputs, channels / groups, length); x is (2), weight is (3, 2, 3).",
        Assert.Throws<ShapeException>(() => Tensor.Ones([2]).Conv1d(Tensor.Ones([3, 2, 3]))).Message);
}
