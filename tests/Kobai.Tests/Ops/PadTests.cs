namespace Kobai.Tests.Ops;

public class PadTests
{
    [Theory]
    [InlineData(PaddingMode.Zeros, new double[] { 0, 0, 1, 2, 3, 0, 0, 0 })]
    [InlineData(PaddingMode.Replicate, new double[] { 1, 1, 1, 2, 3, 3, 3, 3 })]
    public void Any_amount_may_be_added(PaddingMode mode, double[] expected) =>
        Assert.Equal(expected, Tensor.From([1.0, 2, 3]).Pad(0, 2, 3, mode).ToArray<double>());

    [Theory]
    [InlineData(PaddingMode.Reflect, new double[] { 2, 1, 2, 3, 2, 1 })]
    [InlineData(PaddingMode.Circular, new double[] { 3, 1, 2, 3, 1, 2 })]
    public void Elements_of_the_axis_are_repeated(PaddingMode mode, double[] expected) =>
        Assert.Equal(expected, Tensor.From([1.0, 2, 3]).Pad(-1, 1, 2, mode).ToArray<double>());

    [Theory]
    [InlineData(PaddingMode.Zeros)]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Replicate)]
    [InlineData(PaddingMode.Circular)]
    public void Gradients_match_central_differences(PaddingMode mode)
    {
        for (int axis = 0; axis < 3; axis++)
            Assert.InRange(Sample.GradientError(x => x.Reshape(3, 4, 3).Pad(axis, 1, 2, mode), Reductions.Numbers([12, 3])), 0, 1e-8);
    }

    [Fact]
    public void Nothing_added_is_the_tensor_itself()
    {
        var x = Tensor.Ones([2]);
        Assert.Same(x, x.Pad(0, 0, 0, PaddingMode.Reflect));
    }

    [Fact]
    public void Axes_too_short_for_the_mode_are_refused()
    {
        Assert.Equal("Pad: Reflect of 3 needs 4 elements along axis 1; x is (2, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2, 3]).Pad(1, 3, 0, PaddingMode.Reflect)).Message);
        Assert.Equal("Pad: Circular of 4 needs 4 elements along axis 1; x is (2, 3).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2, 3]).Pad(-1, 1, 4, PaddingMode.Circular)).Message);
        Assert.Equal("Pad: Replicate of 1 needs 1 elements along axis 0; x is (0).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([0]).Pad(0, 1, 0, PaddingMode.Replicate)).Message);
    }

    [Fact]
    public void Axes_and_numbers_that_make_no_sense_are_refused()
    {
        Assert.Equal("Pad: axis 1 does not exist; the shape (2) has 1.",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2]).Pad(1, 1, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("before", () => Tensor.Ones([2]).Pad(0, -1, 1));
    }
}
