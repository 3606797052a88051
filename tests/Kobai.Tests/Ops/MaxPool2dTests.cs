using Kobai.Tests.Threads;

namespace Kobai.Tests.Ops;

[Collection(nameof(WorkTests))]
public class MaxPool2dTests
{
    [Fact]
    public void The_gradient_goes_to_the_first_of_equals()
    {
        var x = Tensor.From([1.0, 1, 1, 1], [1, 2, 2]).RequireGradient();
        x.MaxPool2d(2).Backward(Tensor.From([5.0], [1, 1, 1]));
        Assert.Equal([5, 0, 0, 0], x.Gradient!.ToArray<double>());
    }

    [Fact]
    public void Padding_is_never_the_largest_and_NaN_always()
    {
        Assert.Equal([-4, -3, -2, -1], Tensor.From([-4.0, -3, -2, -1], [1, 2, 2]).MaxPool2d(2, stride: 2, padding: 1).ToArray<double>());
        Assert.Equal([double.NaN, 4], Tensor.From([1, double.NaN, 2, 4], [1, 1, 4]).MaxPool2d((1, 2)).ToArray<double>());
        Assert.Equal([double.NegativeInfinity], Tensor.Full([1, 1, 2], double.NegativeInfinity).MaxPool2d((1, 2)).ToArray<double>());
    }

    [Theory]
    [InlineData(2, 2, 0, 1)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(3, 3, 1, 1)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(3, 2, 1, 2)]
    public void Gradients_match_central_differences(int kernel, int stride, int padding, int dilation) =>
        Assert.InRange(GradientCheck.Run(v => v[0].MaxPool2d(kernel, stride, padding, dilation), Reductions.Numbers([2, 2, 8, 19])), 0, 1e-7);

    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(5, 3, 2)]
    public void Equals_the_definition_at_any_thread_count(int kernel, int stride, int padding)
    {
        var x = Reductions.Numbers([20, 3, 33, 41], DType.Float32);
        var y = x.MaxPool2d(kernel, stride, padding);
        float[] input = x.ToArray<float>(), output = y.ToArray<float>();
        int rows = (int)y.Shape[2], columns = (int)y.Shape[3];
        for (int i = 0; i < output.Length; i += 7)
        {
            int column = i % columns, row = i / columns % rows, plane = i / columns / rows;
            float best = float.NegativeInfinity;
            for (int r = row * stride - padding; r < row * stride - padding + kernel; r++)
                for (int c = column * stride - padding; c < column * stride - padding + kernel; c++)
                    if (r >= 0 && r < 33 && c >= 0 && c < 41) best = Math.Max(best, input[(plane * 33 + r) * 41 + c]);
            Assert.Equal(best, output[i]);
        }
        Reductions.CheckThreads(() =>
        {
            var leaf = x.Clone().RequireGradient();
            leaf.MaxPool2d(kernel, stride, padding).Sum().Backward();
            return leaf.Gradient!;
        });
    }

    [Fact]
    public void Windows_that_do_not_fit_are_refused()
    {
        var x = Tensor.Ones([1, 4, 4]);
        Assert.Equal("MaxPool2d: x must be (images, channels, height, width) or (channels, height, width); x is (2).",
            Assert.Throws<ShapeException>(() => Tensor.Ones([2]).MaxPool2d(2)).Message);
        Assert.Equal("MaxPool2d: the window must fit into the padded planes; x is (1, 4, 4), kernel is 5 × 2, padding is 0 × 0, dilation is 1 × 1.",
            Assert.Throws<ShapeException>(() => x.MaxPool2d((5, 2))).Message);
        Assert.StartsWith("MaxPool2d: padding must be from 0 to half the kernel; kernel is 3 × 3, padding is 2 × 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.MaxPool2d(3, padding: 2)).Message);
        Assert.StartsWith("MaxPool2d: kernel must be positive; it is 0 × 0.", Assert.Throws<ArgumentOutOfRangeException>(() => x.MaxPool2d(0)).Message);
        Assert.StartsWith("MaxPool2d: stride must be positive; it is 0 × 0.", Assert.Throws<ArgumentOutOfRangeException>(() => x.MaxPool2d(2, stride: 0)).Message);
    }
}
